using System.Text.Json;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A private pcscd with two readers that all conversations of a class share; a card is exchanged only where the next one needs another.</summary>
internal sealed class CardTable : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");
    private readonly PrivatePcscd _pcscd;
    private readonly List<Slot> _slots = [];

    private CardTable(PrivatePcscd pcscd) => _pcscd = pcscd;

    public string SocketPath => _pcscd.SocketPath;

    private string Pki => Path.Combine(_folder.FullName, "pki");

    public static async Task<CardTable> LayAsync(CancellationToken cancellationToken)
    {
        var table = new CardTable(await PrivatePcscd.StartAsync(cancellationToken));
        for (var slot = 0; slot < 2; slot++)
        {
            var card = await table._pcscd.InsertAsync(table.Pki, "an", new CardOptions(), slot, cancellationToken);
            table._slots.Add(new Slot(card) { IsIn = true });
            await table.TakeAsync(slot, cancellationToken);
        }

        return table;
    }

    public InsertedCard CardIn(int slot) => _slots[slot].Card;

    /// <summary>Puts a fresh card in, or takes it out; does nothing where such a card is in and nobody has typed a wrong PIN to it.</summary>
    public async Task PrepareAsync(int slot, WrittenCard? wanted, CancellationToken cancellationToken)
    {
        var it = _slots[slot];
        if (wanted is null)
        {
            await TakeAsync(slot, cancellationToken);
        }
        else if (!it.IsIn || it.IsUsed || it.Holds != (wanted.Person, wanted.Options))
        {
            await it.Card.SwapAsync(wanted.Person, wanted.Options, cancellationToken);
            (it.Holds, it.IsIn, it.IsUsed) = ((wanted.Person, wanted.Options), true, false);
            while (!await ShowsCardAsync(slot, cancellationToken))
            {
                // The reader has it; those who ask pcscd are told a moment later.
            }
        }
    }

    /// <summary>Puts a card in, in the middle of a conversation: the same one as it is, or another.</summary>
    public async Task PutAsync(int slot, WrittenCard card, CancellationToken cancellationToken)
    {
        var it = _slots[slot];
        if (!it.IsIn && it.Holds == (card.Person, card.Options))
        {
            await it.Card.PutAsync(cancellationToken);
            it.IsIn = true;
        }
        else
        {
            await PrepareAsync(slot, card, cancellationToken);
        }
    }

    /// <summary>Takes a card out; returns when the reader, which looks every 0.4 s, knows that it is empty.</summary>
    public async Task TakeAsync(int slot, CancellationToken cancellationToken)
    {
        if (_slots[slot].IsIn)
        {
            await _slots[slot].Card.PullAsync(cancellationToken);
            _slots[slot].IsIn = false;
            while (await ShowsCardAsync(slot, cancellationToken))
            {
                // Asking takes as long as looking again should wait.
            }
        }
    }

    /// <summary>The next conversation gets a fresh card.</summary>
    public void MarkUsed(int slot) => _slots[slot].IsUsed = true;

    public byte[]? SigningCertificateOf(WrittenCard card) =>
        CardPki.OpenOrCreate(Pki, TimeProvider.System.GetUtcNow()).Issue(CardPersons.Find(card.Person), card.Options.Applet).Signature?.RawData;

    public async ValueTask DisposeAsync()
    {
        await _pcscd.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ShowsCardAsync(int slot, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PCSCLITE_CSOCK_NAME"] = SocketPath };
        var told = await ChildProcess.RunAsync(Path.Combine(Repository.PublishedHost, "eidbridge-host"), ["status", "--json"], environment, cancellationToken);
        using var status = JsonDocument.Parse(told);
        return status.RootElement.GetProperty("readers")[slot].GetProperty("card").GetBoolean();
    }

    private sealed class Slot(InsertedCard card)
    {
        public InsertedCard Card => card;

        public (string Person, CardOptions Options) Holds { get; set; } = ("an", new CardOptions());

        public bool IsIn { get; set; }

        public bool IsUsed { get; set; }
    }
}
