namespace YolactGpu.Model.Inference;

/// <summary>Which of the detections a caller wants.</summary>
/// <param name="ScoreThreshold">Only detections that score above this.</param>
/// <param name="TopK">At most so many, best first.</param>
public readonly record struct PredictionFilter(float ScoreThreshold, int TopK);
