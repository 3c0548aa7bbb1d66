using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EidBridge.Card;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>What the person has typed so far: in a page of its own that Windows does not write to disk, overwritten when it is done.</summary>
internal sealed unsafe partial class TypedDigits
{
    private const uint Page = 4096;
    private readonly nint _page = Allocate(0, Page, ReserveAndCommit, ReadWrite);
    private const uint ReserveAndCommit = 0x3000;
    private const uint ReadWrite = 0x04;
    private const uint Release = 0x8000;

    public TypedDigits()
    {
        // It may fail when a quota is used up; a login must not fail for that.
        _ = Lock(_page, Page);
    }

    public int Count { get; private set; }

    public bool IsFull => Count == Pin.MaxLength;

    public bool IsComplete => Count is >= Pin.MinLength and <= Pin.MaxLength;

    private Span<byte> Memory => new((void*)_page, Pin.MaxLength);

    public void Add(byte digit) => Memory[Count++] = digit;

    public void RemoveLast() => Memory[--Count] = 0;

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(Memory);
        Count = 0;
    }

    /// <exception cref="ArgumentException">Not complete.</exception>
    public Pin Take()
    {
        try
        {
            return new Pin(Memory[..Count]);
        }
        finally
        {
            Clear();
        }
    }

    public void End()
    {
        Clear();
        _ = Free(_page, 0, Release);
    }

    [LibraryImport("kernel32.dll", EntryPoint = "VirtualAlloc")]
    private static partial nint Allocate(nint address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32.dll", EntryPoint = "VirtualLock")]
    private static partial int Lock(nint address, nuint size);

    [LibraryImport("kernel32.dll", EntryPoint = "VirtualFree")]
    private static partial int Free(nint address, nuint size, uint type);
}
