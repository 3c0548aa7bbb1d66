using EidBridge.Host.Commands;
using EidBridge.Host.Configuration;
using EidBridge.Protocol;

namespace EidBridge.Host.Tests.Commands;

[TestClass]
public sealed class OriginRuleTests
{
    [TestMethod]
    [DataRow("https://doctor.example", true)]
    [DataRow("https://doctor.example:8443", true)]
    [DataRow("https://xn--dktor-jua.example", true)]
    [DataRow("https://10.0.0.1", true)]
    [DataRow("https://doctor.example/", false)]
    [DataRow("https://doctor.example:443", false)]
    [DataRow("https://doctor.example:99999", false)]
    [DataRow("https://Doctor.example", false)]
    [DataRow("https://döktor.example", false)]
    [DataRow("https://doctor.example/login", false)]
    [DataRow("https://user@doctor.example", false)]
    [DataRow("https://doctor.example?x", false)]
    [DataRow("https://", false)]
    [DataRow("https://:443", false)]
    [DataRow("http://doctor.example", false)]
    [DataRow("http://localhost", false)]
    [DataRow("wss://doctor.example", false)]
    [DataRow("file:///etc/passwd", false)]
    [DataRow("null", false)]
    [DataRow("", false)]
    public void OnlyAnOriginAsABrowserWritesIt_MayAsk(string origin, bool mayAsk) =>
        Assert.AreEqual(mayAsk, MayAsk(origin, new HostConfiguration()));

    [TestMethod]
    [DataRow("http://localhost", true)]
    [DataRow("http://localhost:5080", true)]
    [DataRow("http://localhost:80", false)]
    [DataRow("http://localhost.example", false)]
    [DataRow("http://localhost:5080/", false)]
    [DataRow("http://127.0.0.1:5080", false)]
    [DataRow("http://[::1]", false)]
    public void LocalhostMayAsk_WhereItIsAllowed(string origin, bool mayAsk) =>
        Assert.AreEqual(mayAsk, MayAsk(origin, new HostConfiguration { AllowHttpLocalhost = true }));

    [TestMethod]
    public void OriginOf256Characters_IsRefused()
    {
        var longest = $"https://{string.Join('.', Enumerable.Repeat(new string('a', 60), 4))}.be";

        Assert.AreEqual((true, false), (MayAsk(longest, new HostConfiguration()), MayAsk($"https://{new string('a', 250)}.be", new HostConfiguration())));
    }

    private static bool MayAsk(string origin, HostConfiguration configuration)
    {
        try
        {
            OriginRule.Require(origin, configuration);
            return true;
        }
        catch (EidBridgeException e) when (e.Code == ErrorCode.OriginDenied)
        {
            return false;
        }
    }
}
