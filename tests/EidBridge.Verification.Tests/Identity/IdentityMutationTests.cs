using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>Every byte of every file, spoiled in turn, is refused; there is no byte that does not matter.</summary>
[TestClass]
public sealed class IdentityMutationTests
{
    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task EveryByteOfTheFiles_Matters(Applet applet)
    {
        var good = IdentityWorkshop.Files(CardPersons.An, applet);
        var holder = IdentityWorkshop.Holder(CardPersons.An);
        var verifier = IdentityWorkshop.Verifier();
        await verifier.VerifyAsync(good, holder);

        var taken = new List<string>();
        foreach (var (name, get, with) in IdentityWorkshop.Places.Where(p => p.Get(good) is not null))
        {
            for (var i = 0; i < get(good).Length; i++)
            {
                var spoiled = get(good).ToArray();
                spoiled[i] ^= (byte)(1 << (i % 8));
                try
                {
                    await verifier.VerifyAsync(with(good, spoiled), holder);
                    taken.Add($"{name}[{i}]");
                }
                catch (EidBridgeException)
                {
                    // As it must be.
                }
            }
        }

        Assert.IsEmpty(taken, string.Join(' ', taken));
    }
}
