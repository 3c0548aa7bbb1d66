using System.Globalization;

namespace EidBridge.Host.Tests.Windows;

/// <summary>What another process has in its memory.</summary>
internal sealed class ProcessMemory(int id)
{
    private const int Chunk = 4 * 1024 * 1024;
    private readonly string _folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");

    public int Count(byte[] pattern)
    {
        using var memory = File.OpenHandle(Path.Combine(_folder, "mem"));
        var buffer = new byte[Chunk];
        return File.ReadLines(Path.Combine(_folder, "maps")).Where(IsWritable).Sum(line => CountIn(memory, line, buffer, pattern));
    }

    private static bool IsWritable(string line) => line.Contains(" rw", StringComparison.Ordinal);

    private static int CountIn(Microsoft.Win32.SafeHandles.SafeFileHandle memory, string line, byte[] buffer, byte[] pattern)
    {
        var range = line.Split(' ')[0].Split('-').Select(x => long.Parse(x, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        var found = 0;
        for (var at = range[0]; at < range[1]; at += Chunk - pattern.Length + 1)
        {
            var wanted = (int)Math.Min(Chunk, range[1] - at);
            int read;
            try
            {
                read = RandomAccess.Read(memory, buffer.AsSpan(0, wanted), at);
            }
            catch (IOException)
            {
                // Not backed by anything.
                break;
            }

            for (var rest = buffer.AsSpan(0, read); rest.IndexOf(pattern) is >= 0 and var hit; rest = rest[(hit + 1)..])
            {
                found++;
            }
        }

        return found;
    }
}
