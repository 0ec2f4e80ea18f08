namespace YolactGpu.Model.Configs;

/// <summary>How boxes that overlap are thinned out.</summary>
public enum NmsMode
{
    /// <summary>Fast NMS of each class: a box that is dropped itself still drops others (the original's fast_nms).</summary>
    Fast,

    /// <summary>Fast NMS of all classes together, each box under its best class (cross_class_nms).</summary>
    CrossClass,

    /// <summary>Greedy NMS of each class, with widths that count a pixel more (fast_nms off).</summary>
    Traditional,
}

/// <summary>How class logits become scores, which depends on the loss that the network was trained with.</summary>
public enum ClassScoring
{
    /// <summary>Softmax over the background and all classes.</summary>
    Softmax,

    /// <summary>Sigmoid of each (use_focal_loss with use_sigmoid_focal_loss). The background is there and not used.</summary>
    Sigmoid,

    /// <summary>The first logit is an objectness; a softmax over the classes counts where it is above 0.1 (use_objectness_score).</summary>
    Objectness,

    /// <summary>The first logit is an objectness, times a softmax over the classes (use_objectness_score with use_focal_loss).</summary>
    FocalObjectness,
}
