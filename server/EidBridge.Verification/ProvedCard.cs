namespace EidBridge.Verification;

/// <summary>A token that holds, with the card's certificate and the CA that signed it. Whether the card has been revoked since is not known yet.</summary>
internal sealed record ProvedCard(VerifiedEid Eid, CertificateFields Certificate, IssuingCa Issuer);
