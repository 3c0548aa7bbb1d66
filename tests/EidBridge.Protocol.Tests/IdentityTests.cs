using System.Text;
using EidBridge.Protocol.Identity;

namespace EidBridge.Protocol.Tests;

/// <summary>The files of the card about its holder, with the oddities that real cards have.</summary>
[TestClass]
public sealed class IdentityTests
{
    [TestMethod]
    [DataRow("17 MEI 1980", "1980-05-17", DisplayName = "nl")]
    [DataRow("03 AOUT 1975", "1975-08-03", DisplayName = "fr")]
    [DataRow("28.MÄR.1969", "1969-03-28", DisplayName = "de")]
    [DataRow("1 JAN 1971", "1971-01-01", DisplayName = "one digit")]
    [DataRow("22.DEZ. 1997", "1997-12-22", DisplayName = "dot and blank")]
    [DataRow("13.AUG. 1996", "1996-08-13", DisplayName = "month of two languages")]
    [DataRow("JUIL 1950", "1950-07", DisplayName = "day unknown")]
    [DataRow("1950", "1950", DisplayName = "month unknown")]
    [DataRow("30 FEB 1980", null, DisplayName = "no such day")]
    [DataRow("17 MAY 1980", null, DisplayName = "a month of another language")]
    [DataRow("17 MEI 80", null, DisplayName = "two digits")]
    [DataRow("17 MEI 1980 x", null)]
    [DataRow("", null)]
    public void BirthDate_IsIso_OrNothing(string card, string? iso) => Assert.AreEqual(iso, CardBirthDate.ToIso(card));

    [TestMethod]
    public void Identity_IsReadTagByTag_AndUnknownOnesAreSkipped()
    {
        var file = File((0x00, "10"), (0x01, "592123456789"), (0x07, "Peeters"), (0x08, "An Maria"), (0x06, "80051799801"), (0x0D, "W"),
            (0x03, "01.02.2025"), (0x10, "0"), (0x0E, ""), (0x7F, "new"));

        var identity = CardIdentity.Parse([.. file, 0, 0, 0])!;

        Assert.AreEqual(("An Maria Peeters", "80051799801", "F"), (identity.Person, identity.NationalNumber, identity.Sex));
        Assert.AreEqual(new DateOnly(2025, 2, 1), identity.ValidFrom);
        Assert.IsNull(identity.ValidUntil ?? (object?)identity.SpecialStatus ?? identity.NobleCondition);
        Assert.IsFalse(identity.HasBasicKey);
    }

    [TestMethod]
    [DataRow("8005179980", DisplayName = "ten digits")]
    [DataRow("8005179980A", DisplayName = "a letter")]
    [DataRow("800517998012", DisplayName = "twelve digits")]
    public void NationalNumber_IsElevenDigitsOrNothing(string number) =>
        Assert.IsNull(CardIdentity.Parse(File((0x06, number), (0x07, "Peeters")))!.NationalNumber);

    [TestMethod]
    public void LongValue_HasItsLengthInSeveralBytes()
    {
        var text = new string('a', 600);
        byte[] file = [0x07, 0xFF, 0xFF, 90, .. Encoding.ASCII.GetBytes(text)];

        Assert.AreEqual(text, CardIdentity.Parse(file)!.Surname);
    }

    [TestMethod]
    [DataRow("07")]
    [DataRow("0705", DisplayName = "nothing of five bytes")]
    [DataRow("07FF", DisplayName = "a length that goes on nowhere")]
    [DataRow("070141070142", DisplayName = "a tag twice")]
    [DataRow("0000", DisplayName = "only zeros")]
    [DataRow("", DisplayName = "empty")]
    [DataRow("0C0131", DisplayName = "neither name nor number")]
    [DataRow("0701FF", DisplayName = "not UTF-8")]
    public void WhatIsNoIdentity_IsNull(string hex) => Assert.IsNull(CardIdentity.Parse(Convert.FromHexString(hex)));

    [TestMethod]
    public void Address_LosesThePaddingOfItsFields()
    {
        var address = CardAddress.Parse([.. File((0x01, "Kouter 12          "), (0x02, "9000"), (0x03, "Gent")), .. new byte[50]]);

        Assert.AreEqual(new CardAddress("Kouter 12", "9000", "Gent"), address);
        Assert.AreEqual(new CardAddress(null, null, null), CardAddress.Parse(new byte[117]));
    }

    private static byte[] File(params (int Tag, string Text)[] tags) =>
        [.. tags.SelectMany(t => (byte[])[(byte)t.Tag, (byte)Encoding.UTF8.GetByteCount(t.Text), .. Encoding.UTF8.GetBytes(t.Text)])];
}
