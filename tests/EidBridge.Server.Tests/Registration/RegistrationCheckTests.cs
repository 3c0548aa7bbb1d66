using EidBridge.Server.Accounts;
using EidBridge.Server.Registration;

namespace EidBridge.Server.Tests.Registration;

[TestClass]
public sealed class RegistrationCheckTests
{
    private static readonly RegistrationForm Doctor = new()
    {
        Kind = "doctor",
        Language = "nl",
        Email = "an@example.org",
        EmailAgain = "an@example.org",
        Mobile = "0470/12.34.56",
        Riziv = "1-90069-51-001",
    };

    private static readonly RegistrationForm Organisation = Doctor with
    {
        Kind = "organisation",
        Riziv = null,
        OrganisationName = "Praktijk De Linde",
        EnterpriseNumber = "BE 0123.456.749",
        Function = "secretaris",
    };

    [TestMethod]
    public void DoctorsForm_IsAccepted_InOneSpelling()
    {
        var accepted = RegistrationCheck.Of(Doctor).Accepted!;

        Assert.AreEqual("+32470123456", accepted.Mobile);
        Assert.AreEqual("19006951001", accepted.Details.Riziv);
        Assert.IsTrue(accepted.Details.RizivChecked);
        Assert.IsTrue(accepted.Details.AreComplete);
    }

    [TestMethod]
    public void OrganisationsForm_IsAccepted_InOneSpelling()
    {
        var accepted = RegistrationCheck.Of(Organisation).Accepted!;

        Assert.AreEqual("0123456749", accepted.Details.EnterpriseNumber);
        Assert.AreEqual(AccountKind.Organisation, accepted.Details.Kind);
        Assert.IsTrue(accepted.Details.AreComplete);
    }

    [TestMethod]
    public void EmptyForm_NamesEveryFieldOfADoctor()
    {
        var errors = RegistrationCheck.Of(new RegistrationForm { Kind = "doctor" }).Errors;

        Assert.AreEqual("email language mobile riziv", string.Join(' ', errors.Keys.Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void EmptyForm_NamesEveryFieldOfAnOrganisation()
    {
        var errors = RegistrationCheck.Of(new RegistrationForm { Kind = "organisation" }).Errors;

        Assert.AreEqual(
            "email enterprise-number function language mobile organisation-name",
            string.Join(' ', errors.Keys.Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void WrongRizivCheckDigits_AreAcceptedAndNoted()
    {
        var accepted = RegistrationCheck.Of(Doctor with { Riziv = "19006952001" }).Accepted!;

        Assert.IsFalse(accepted.Details.RizivChecked);
    }

    [TestMethod]
    [DataRow("0123456749", true)]
    [DataRow("1123456793", false, DisplayName = "first 1, wrong check")]
    [DataRow("2123456749", false, DisplayName = "first digit 2")]
    [DataRow("0123456748", false, DisplayName = "wrong check")]
    [DataRow("012345674", false, DisplayName = "nine digits")]
    public void EnterpriseNumber_HasTenDigitsAndItsCheck(string number, bool good) =>
        Assert.AreEqual(good, EnterpriseNumber.Normalize(number) is not null);

    [TestMethod]
    [DataRow("0470 12 34 56", "+32470123456")]
    [DataRow("+32 470 12 34 56", "+32470123456")]
    [DataRow("0032470123456", "+32470123456")]
    [DataRow("0450123456", "+32450123456", DisplayName = "045, the first range")]
    [DataRow("0440123456", null, DisplayName = "044, below")]
    [DataRow("0499123456", "+32499123456")]
    [DataRow("02 123 45 67", null, DisplayName = "a fixed line")]
    [DataRow("+31612345678", null, DisplayName = "a Dutch mobile")]
    [DataRow("047012345", null, DisplayName = "a digit short")]
    [DataRow("", null)]
    public void Mobile_IsBelgian(string typed, string? expected) => Assert.AreEqual(expected, Mobile.Normalize(typed));

    [TestMethod]
    [DataRow("an@example.org", true)]
    [DataRow("an@example", false)]
    [DataRow("An <an@example.org>", false)]
    [DataRow("an@example.org\r\nBcc: luc@example.org", false)]
    public void Email_IsOneAddress(string email, bool good) => Assert.AreEqual(good, EmailAddress.IsWellFormed(email));

    [TestMethod]
    [DataRow("80051799813", true)]
    [DataRow("85.07.30-033.28", true)]
    [DataRow("14082299879", true, DisplayName = "born from 2000")]
    [DataRow("12345678901", false)]
    [DataRow("8507300332", false)]
    public void NationalNumber_HasItsCheck(string number, bool good)
    {
        Assert.AreEqual(good, NationalNumber.TryParse(number, out var parsed));
        Assert.AreEqual(good ? "(national number)" : null, parsed?.ToString());
    }
}
