using NUnit.Framework;

namespace YolactGpu.Tests.Cli;

/// <summary>Wrong usage: exit code 2, a line for each slip, and where help is.</summary>
[NonParallelizable]
public sealed class UsageTests
{
    [TestCase("", "error: A command is needed: detect, video, devices, check, graph, benchmark.", "Try yolact --help.")]
    [TestCase("frobnicate", "error: There is no command 'frobnicate'; there are detect, video, devices, check, graph, benchmark.", "Try yolact --help.")]
    [TestCase("detect", "error: Option '--weights' is required.|error: inputs is missing: Photos (JPEG, PNG, BMP), folders, or patterns such as shots/*.jpg.", "Try yolact detect --help.")]
    [TestCase("detect a.png", "error: Option '--weights' is required.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --top-k 0", "error: --top-k must be 1 or more.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --top-k many", "error: --top-k must be 1 or more.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --score-threshold NaN", "error: --score-threshold must be 0 to 1.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --score-threshold 1,5", "error: --score-threshold must be 0 to 1.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --workers 0", "error: --workers must be 1 to 1024.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --nms soft", "error: --nms must be fast, cross-class or traditional.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --nms-threshold 2", "error: --nms-threshold must be 0 to 1.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --device gpu", "error: --device must be auto, cpu, cuda, cuda:N, opencl or opencl:N.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --precision half", "error: --precision must be one of Float32, TensorFloat32, Float16.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --config yolact", "error: --config must be one of yolact_base, yolact_resnet50, yolact_darknet53, yolact_plus_base, yolact_plus_resnet50, yolact_im400, yolact_im700, yolact_resnet50_pascal, yolact_person, yolact_person_keypoints.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights formula --no-overlays", "error: Unrecognized option '--no-overlays'.", "Try yolact detect --help.")]
    [TestCase("detect a.png --weights x --weights y", "error: Option '--weights' expects a single argument but 2 were provided.", "Try yolact detect --help.")]
    [TestCase("devices now", "error: Unrecognized command or argument 'now'.", "Try yolact devices --help.")]
    [TestCase("graph draw", "error: There is no command 'draw'; there are dump, plan, profile.", "Try yolact graph --help.")]
    [TestCase("graph", "error: A command is needed: dump, plan, profile.", "Try yolact graph --help.")]
    [TestCase("detect photo.png --weights w --size 800x20", "error: --size must be 32 to 4096, or two such numbers: 800x448.", "Try yolact detect --help.")]
    [TestCase("detect photo.png --weights w --input-step 0", "error: --input-step must be 1 to 256.", "Try yolact detect --help.")]
    [TestCase("detect photo.png --weights w --max-plans 65", "error: --max-plans must be 1 to 64.", "Try yolact detect --help.")]
    [TestCase("graph plan --size 20", "error: --size must be 32 to 4096, or two such numbers: 800x448.", "Try yolact graph plan --help.")]
    [TestCase("graph plan --batch 257", "error: --batch must be 1 to 256.", "Try yolact graph plan --help.")]
    [TestCase("benchmark --repeat 0", "error: --repeat must be 1 to 100000.", "Try yolact benchmark --help.")]
    public void A_slip_is_told_and_help_is_offered(string arguments, string errors, string help)
    {
        CommandLineRun run = CommandLineRun.InProcess(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Output, Is.Empty);
            Assert.That(run.ErrorLines, Is.EqualTo((string[])[.. errors.Split('|'), help]));
        }
    }

    [TestCase("--help", "detect", "devices", "check", "graph", "benchmark")]
    [TestCase("detect --help", "--weights", "--config", "--device", "--score-threshold", "--top-k", "--output", "--json", "--no-overlay", "--precision", "--tuning-cache")]
    [TestCase("graph --help", "dump", "plan", "profile")]
    [TestCase("graph profile --help", "--trace", "--size", "--batch")]
    public void Help_names_what_there_is(string arguments, params string[] names)
    {
        CommandLineRun run = CommandLineRun.InProcess(arguments.Split(' '));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Errors, Is.Empty);
            foreach (string name in names)
            {
                Assert.That(run.Output, Does.Contain(name));
            }
        }
    }
}
