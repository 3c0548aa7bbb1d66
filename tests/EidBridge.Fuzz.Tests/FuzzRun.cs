using System.Globalization;
using System.Text;

namespace EidBridge.Fuzz.Tests;

/// <summary>How many inputs, and from which seed: a short run in every test, a long one by <c>EIDBRIDGE_FUZZ_INPUTS</c> and <c>EIDBRIDGE_FUZZ_SEED</c>.</summary>
internal static class FuzzRun
{
    private const int ShortRun = 3000;

    /// <summary>An input that computes longer hangs. The clock on the wall also counts what other programs of the machine do.</summary>
    private static readonly TimeSpan InputLimit = TimeSpan.FromSeconds(10);

    /// <summary>As below, for a target that spoils what it needs itself.</summary>
    /// <param name="shortRun">Fewer in every test, where each costs much.</param>
    public static void Play(Action<Mutator> target, int shortRun = ShortRun)
    {
        var first = Read("EIDBRIDGE_FUZZ_SEED") ?? Environment.TickCount;
        for (var i = 0; i < (Read("EIDBRIDGE_FUZZ_INPUTS") ?? shortRun); i++)
        {
            var seed = unchecked(first + i);
            PlayOne(seed, [], _ => target(new Mutator(seed)));
        }
    }

    /// <summary>Spoils a sample of the corpus and hands it to the target, again and again.</summary>
    /// <param name="target">Throws only what its documentation names; anything else, and a wrong accept, fails the run.</param>
    public static void Play(IReadOnlyList<byte[]> corpus, Action<byte[]> target)
    {
        var first = Read("EIDBRIDGE_FUZZ_SEED") ?? Environment.TickCount;
        var inputs = Read("EIDBRIDGE_FUZZ_INPUTS") ?? ShortRun;
        for (var i = 0; i < inputs; i++)
        {
            var seed = unchecked(first + i);
            var mutator = new Mutator(seed);
            var input = mutator.Spoil(corpus[mutator.Next(corpus.Count)]);
            PlayOne(seed, input, target);
        }
    }

    private static void PlayOne(int seed, byte[] input, Action<byte[]> target)
    {
        try
        {
            var begun = Environment.CpuUsage.TotalTime;
            target(input);
            if (Environment.CpuUsage.TotalTime - begun > InputLimit)
            {
                throw new TimeoutException("hangs");
            }
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"EIDBRIDGE_FUZZ_SEED={seed} EIDBRIDGE_FUZZ_INPUTS=1: {e.GetType().Name}: {e.Message}; input {Shown(input)}", e);
        }
    }

    private static string Shown(byte[] input) =>
        input.All(b => b is >= 0x20 and < 0x7F) ? Encoding.ASCII.GetString(input) : Convert.ToHexString(input);

    private static int? Read(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
