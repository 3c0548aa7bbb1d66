using EidBridge.Protocol;
using EidBridge.Server.Accounts;

namespace EidBridge.Server.Registration;

/// <summary>What the form's check found.</summary>
/// <param name="Errors">Field id to the key of the text that says what is wrong.</param>
/// <param name="Accepted">The details, when there is no error.</param>
internal sealed record CheckedForm(IReadOnlyDictionary<string, string> Errors, AcceptedForm? Accepted);

/// <param name="Details">As stored.</param>
/// <param name="Email">As typed, without blanks around it.</param>
/// <param name="Mobile">E.164.</param>
internal sealed record AcceptedForm(AccountDetails Details, string Email, string Mobile)
{
    public override string ToString() => "(accepted form)";
}

/// <summary>Every field is mandatory and is checked here, whatever the browser checked before.</summary>
internal static class RegistrationCheck
{
    private const int MaximumText = 200;
    private const string Doctor = "doctor";
    private const string Organisation = "organisation";

    public static CheckedForm Of(RegistrationForm form)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        void Expect(bool holds, string field, string text)
        {
            if (!holds)
            {
                errors.TryAdd(field, text);
            }
        }

        var language = Languages.All.FirstOrDefault(l => string.Equals(l, form.Language, StringComparison.Ordinal));
        var email = form.Email?.Trim();
        var mobile = Mobile.Normalize(form.Mobile);
        Expect(form.Kind is Doctor or Organisation, "kind-doctor", "register.error.kind");
        Expect(language is not null, "language", "register.error.language");
        Expect(EmailAddress.IsWellFormed(email), "email", "register.error.email");
        Expect(string.Equals(email, form.EmailAgain?.Trim(), StringComparison.OrdinalIgnoreCase), "email-again", "register.error.email-again");
        Expect(mobile is not null, "mobile", "register.error.mobile");
        var details = form.Kind == Organisation ? OrganisationDetails(form, Expect) : DoctorDetails(form, Expect);

        return errors.Count > 0
            ? new CheckedForm(errors, null)
            : new CheckedForm(errors, new AcceptedForm(details with { Language = language }, email!, mobile!));
    }

    private static AccountDetails DoctorDetails(RegistrationForm form, Action<bool, string, string> expect)
    {
        var riziv = Riziv.Normalize(form.Riziv);
        if (form.Kind == Doctor)
        {
            expect(riziv is not null, "riziv", "register.error.riziv");
        }

        return new AccountDetails { Kind = AccountKind.Doctor, Riziv = riziv, RizivChecked = riziv is not null && Riziv.HasRightCheck(riziv) };
    }

    private static AccountDetails OrganisationDetails(RegistrationForm form, Action<bool, string, string> expect)
    {
        var number = EnterpriseNumber.Normalize(form.EnterpriseNumber);
        expect(IsText(form.OrganisationName), "organisation-name", "register.error.organisation-name");
        expect(number is not null, "enterprise-number", "register.error.enterprise-number");
        expect(IsText(form.Function), "function", "register.error.function");
        return new AccountDetails
        {
            Kind = AccountKind.Organisation,
            OrganisationName = form.OrganisationName?.Trim(),
            EnterpriseNumber = number,
            Function = form.Function?.Trim(),
        };
    }

    private static bool IsText(string? text) =>
        text?.Trim() is { Length: > 0 and <= MaximumText } trimmed && !trimmed.Any(char.IsControl);
}
