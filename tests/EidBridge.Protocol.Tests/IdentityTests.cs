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
    public void EveryTag_HasItsPlace()
    {
        var identity = CardIdentity.Parse(File(
            (0x01, "B123456789"), (0x02, "0123456789abcdef"), (0x05, "Gent"), (0x07, "Nowak"), (0x09, "Z"), (0x0A, "Pools"), (0x0B, "Kraków"), (0x0E, "Jonkvrouw"),
            (0x0F, "32"), (0x10, "5"), (0x11, "hash"), (0x12, "01"), (0x13, "2"), (0x14, "1"), (0x15, "03.04.2019-PL"), (0x16, "A"), (0x17, "BE0123456789"),
            (0x18, "BE0987654321"), (0x19, "R/7"), (0x1A, "key"), (0x1B, "B1"), (0x1C, "C1"), (0x1D, "D1"), (0x1E, "E1"), (0x1F, "05.06.2021")))!;

        Assert.AreEqual(("B123456789", "Gent", "Z", "Pools", "Kraków"), (identity.CardNumber, identity.Municipality, identity.ThirdInitial, identity.Nationality, identity.BirthPlace));
        Assert.AreEqual(("Jonkvrouw", "32", "5", "01", "2"), (identity.NobleCondition, identity.DocumentType, identity.SpecialStatus, identity.Duplicate, identity.SpecialOrganisation));
        Assert.AreEqual("0123456789abcdef", Encoding.ASCII.GetString(identity.ChipNumber!));
        Assert.AreEqual(("hash", "key"), (Encoding.ASCII.GetString(identity.PhotoHash!), Encoding.ASCII.GetString(identity.BasicKeyHash!)));
        Assert.IsTrue(identity.IsMemberOfFamily);
        Assert.AreEqual((new DateOnly(2019, 4, 3), "PL"), identity.Protection);
        Assert.AreEqual(("A", "BE0123456789", "BE0987654321", "R/7"), (identity.WorkPermit, identity.VatNumber, identity.SecondVatNumber, identity.RegionalFileNumber));
        CollectionAssert.AreEqual((string[])["B1", "C1", "D1", "E1"], identity.Mentions.ToArray());
        Assert.AreEqual(new DateOnly(2021, 6, 5), identity.UnionStatusSince);
    }

    [TestMethod]
    [DataRow("03.04.2019")]
    [DataRow("31.02.2019-PL")]
    [DataRow("03.04.2019-POL")]
    [DataRow("")]
    public void OddProtectionOrDay_IsNothing(string text)
    {
        var identity = CardIdentity.Parse(File((0x07, "Nowak"), (0x15, text), (0x1F, text), (0x14, "0")))!;

        Assert.IsNull(identity.Protection);
        Assert.AreEqual(text == "03.04.2019", identity.UnionStatusSince is not null);
        Assert.IsFalse(identity.IsMemberOfFamily);
        Assert.IsEmpty(identity.Mentions);
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
