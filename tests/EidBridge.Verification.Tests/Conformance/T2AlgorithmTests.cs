using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T2: the algorithm is one of the list, written to the letter, and the one of the key and its curve.</summary>
[TestClass]
public sealed class T2AlgorithmTests
{
    [TestMethod]
    [DataRow("NONE")]
    [DataRow("none")]
    [DataRow("\u0001\u0002\u0003invalid", DisplayName = "control characters and a word")]
    [DataRow("\u0000ES384", DisplayName = "a zero before the name")]
    [DataRow("ES384 ")]
    [DataRow("es384")]
    [DataRow("HS256")]
    [DataRow("PS256")]
    [DataRow("RS384")]
    [DataRow("EdDSA")]
    public void AlgorithmOutsideTheList_IsRefused(string algorithm)
    {
        AssertRefused(ErrorCode.AlgorithmUnsupported, algorithm, Applet.V18);
        AssertRefused(ErrorCode.AlgorithmUnsupported, algorithm, Applet.V17);
    }

    [TestMethod]
    public void EmptyAlgorithm_IsRefused() => AssertRefused(ErrorCode.TokenInvalid, string.Empty, Applet.V18);

    [TestMethod]
    [DataRow("RS256", Applet.V18)]
    [DataRow("ES256", Applet.V18)]
    [DataRow("ES512", Applet.V18)]
    [DataRow("ES256", Applet.V17)]
    [DataRow("ES384", Applet.V17)]
    public void AlgorithmOfAnotherKindOfKeyOrCurve_IsRefused(string algorithm, Applet applet) => AssertRefused(ErrorCode.AlgorithmUnsupported, algorithm, applet);

    private static void AssertRefused(string code, string algorithm, Applet applet)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        members["algorithm"] = algorithm;

        Assert.AreEqual(code, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }
}
