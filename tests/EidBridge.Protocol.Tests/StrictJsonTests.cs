using System.Text;

namespace EidBridge.Protocol.Tests;

[TestClass]
public sealed class StrictJsonTests
{
    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"a":[1,-2.5e3,true,false,null,"\u00e9\ud83d\ude00"],"A":{}}""")]
    [DataRow(" {\"a\"\t:\r\n1} ")]
    public void JsonToTheLetter_Passes(string json) => Assert.AreEqual(json, Check(Encoding.UTF8.GetBytes(json)));

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("[]", DisplayName = "an array at the root")]
    [DataRow("\"{}\"", DisplayName = "a string at the root")]
    [DataRow("""{"a":1,"a":2}""", DisplayName = "a name twice")]
    [DataRow("""{"a":1,"\u0061":2}""", DisplayName = "a name twice, once escaped")]
    [DataRow("""{"a":{"b":1,"b":1}}""", DisplayName = "a name twice inside")]
    [DataRow("""{"a":1,}""", DisplayName = "a trailing comma")]
    [DataRow("""{'a':1}""", DisplayName = "single quotes")]
    [DataRow("""{a:1}""", DisplayName = "an unquoted name")]
    [DataRow("""{"a":01}""", DisplayName = "a leading zero")]
    [DataRow("""{"a":0x1}""", DisplayName = "a hexadecimal number")]
    [DataRow("""{"a":2.1e9995}""", DisplayName = "a number beyond every type")]
    [DataRow("""{"a":-1e999}""", DisplayName = "a number below every type")]
    [DataRow("""{"a":123456789012345678901234567890123456789012345678901234567890}""", DisplayName = "sixty digits")]
    [DataRow("""{"a":NaN}""", DisplayName = "not a number")]
    [DataRow("""{"a":1}//""", DisplayName = "a comment")]
    [DataRow("""{"a":1}{}""", DisplayName = "something after the end")]
    [DataRow("""{"a":"\ud83d"}""", DisplayName = "half a pair in a value")]
    [DataRow("""{"\ude00":1}""", DisplayName = "half a pair in a name")]
    [DataRow("{\"a\":\"\u0001\"}", DisplayName = "a control character")]
    [DataRow("\uFEFF{}", DisplayName = "a byte order mark")]
    public void AnythingElse_IsInvalidJson(string json) => AssertRefused(ErrorCode.InvalidJson, Encoding.UTF8.GetBytes(json));

    [TestMethod]
    [DataRow("7B2261223A22FF227D", DisplayName = "a byte that starts nothing")]
    [DataRow("7B2261223A22C0AF227D", DisplayName = "an overlong form")]
    [DataRow("7B2261223A22EDA080227D", DisplayName = "a surrogate")]
    [DataRow("7B2261223A22C3", DisplayName = "a cut-off character")]
    public void BytesThatAreNotUtf8_AreSaidSo(string hex) => AssertRefused(ErrorCode.InvalidUtf8, Convert.FromHexString(hex));

    [TestMethod]
    public void EachLimit_HoldsExactly()
    {
        var limits = new JsonLimits(MaxDepth: 2, MaxTokens: 6, MaxStringBytes: 3, MaxNameBytes: 2);

        Assert.IsNotNull(StrictJson.Check("""{"ab":{"c":"xyz"}}"""u8[..], limits with { MaxTokens = 7 }));
        AssertRefused(ErrorCode.InvalidJson, """{"a":{"b":[]}}"""u8.ToArray(), limits with { MaxTokens = 99 });
        AssertRefused(ErrorCode.InvalidJson, """{"ab":{"c":"xyz"}}"""u8.ToArray(), limits);
        AssertRefused(ErrorCode.InvalidJson, """{"a":"wxyz"}"""u8.ToArray(), limits);
        AssertRefused(ErrorCode.InvalidJson, """{"a":1234}"""u8.ToArray(), limits);
        AssertRefused(ErrorCode.InvalidJson, """{"abc":1}"""u8.ToArray(), limits);
    }

    private static string Check(byte[] utf8) => StrictJson.Check(utf8, JsonLimits.Request);

    private static void AssertRefused(string code, byte[] utf8, JsonLimits? limits = null)
    {
        var refused = Assert.ThrowsExactly<EidBridgeException>(() => StrictJson.Check(utf8, limits ?? JsonLimits.Request));
        Assert.AreEqual(code, refused.Code);
    }
}
