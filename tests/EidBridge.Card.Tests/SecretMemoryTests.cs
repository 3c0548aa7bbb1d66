using System.Globalization;
using System.Runtime.InteropServices;

namespace EidBridge.Card.Tests;

/// <summary>Where a PIN is kept, as the system itself tells it.</summary>
[TestClass]
public sealed class SecretMemoryTests
{
    private const string Locked = " lo";

    [TestMethod]
    public void Memory_IsZero_AndStaysOutOfTheSwapFile()
    {
        var memory = SecretMemory.Allocate(8);

        Assert.IsFalse(memory.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Contains(Locked, FlagsOf(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0)));
        GC.KeepAlive(memory);
    }

    [TestMethod]
    public void OtherMemory_IsNot()
    {
        var memory = Marshal.AllocHGlobal(1 << 20);

        Assert.DoesNotContain(Locked, FlagsOf(memory + (1 << 19)));
        Marshal.FreeHGlobal(memory);
    }

    [TestMethod]
    public void NoMemory_IsNothingToLock() => SecretMemory.Lock([]);

    /// <summary>The flags of the mapping that holds the address (proc(5), smaps).</summary>
    private static string FlagsOf(nint address)
    {
        var inside = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Split(' ')[0].Split('-') is [var from, var to])
            {
                inside = address >= nint.Parse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    && address < nint.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (inside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return string.Empty;
    }
}
