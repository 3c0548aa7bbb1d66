namespace EidBridge.Card.Pcsc;

/// <summary>PC/SC in our words: the seam between the driver and the system. Failures are <see cref="PcscException"/>.</summary>
internal interface IPcsc
{
    IPcscContext EstablishContext();
}

/// <param name="State">SCARD_STATE bits, and in the upper half a count of insertions and removals.</param>
internal sealed record PcscReaderState(string Name, uint State)
{
    /// <summary>Whether the same card is in the reader: present in both, and nothing was put in or taken out between.</summary>
    public bool HasSameCardAs(PcscReaderState other) => IsPresent && other.IsPresent && State >> 16 == other.State >> 16;

    private bool IsPresent => (State & PcscCode.StatePresent) != 0;
}

internal interface IPcscContext : IDisposable
{
    /// <returns>Names of the readers; none is an empty list.</returns>
    IReadOnlyList<string> ListReaders();

    /// <summary>The states now. Sends nothing to a card.</summary>
    IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers);

    /// <summary>Blocks until a reader leaves the given state, or comes or goes, or <see cref="Cancel"/> is called.</summary>
    void WaitForChange(IReadOnlyList<PcscReaderState> known);

    /// <summary>Waits until the reader leaves the given state, at most <paramref name="limit"/>. Sends nothing to a card.</summary>
    void WaitForChange(PcscReaderState known, TimeSpan limit);

    /// <summary>Ends a <see cref="WaitForChange(IReadOnlyList{PcscReaderState})"/> of another thread with <see cref="PcscCode.Cancelled"/>.</summary>
    void Cancel();

    /// <summary>Shared, T=0 or T=1. Waits for another program's transaction at most <paramref name="limit"/>, then <see cref="PcscCode.Timeout"/>.</summary>
    IPcscCard Connect(string reader, TimeSpan limit);
}

/// <summary>A connection; disposing it leaves the card as it is, or resets it as <see cref="ResetAtEnd"/> says. A call on its way is not cut off.</summary>
internal interface IPcscCard : IDisposable
{
    /// <summary>Waits for other programs' transactions, at most <paramref name="limit"/>, then <see cref="PcscCode.Timeout"/>.</summary>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Leaves the card as it is, or resets it as <see cref="ResetAtEnd"/> says.</summary>
    void EndTransaction();

    /// <returns>Data and status word.</returns>
    byte[] Transmit(ReadOnlySpan<byte> command);

    /// <summary>A command for the reader, not for the card (SCardControl).</summary>
    /// <param name="code">As the reader told it, or <see cref="FeatureRequest"/>.</param>
    /// <exception cref="PcscException">Most readers know none.</exception>
    byte[] Control(uint code, ReadOnlySpan<byte> input);

    /// <summary>CM_IOCTL_GET_FEATURE_REQUEST on this system (PC/SC part 10, section 2.2).</summary>
    uint FeatureRequest { get; }

    /// <summary>Of the reader's firmware, major version in the highest byte (SCARD_ATTR_VENDOR_IFD_VERSION); null where the driver does not say.</summary>
    uint? ReaderVersion { get; }

    /// <summary>Takes note of a reset, without causing one.</summary>
    void Reconnect();

    /// <summary>Whether the end of the transaction resets the card, and the end of the connection where that fails or never comes.</summary>
    void ResetAtEnd(bool reset);
}
