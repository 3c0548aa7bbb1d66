using EidBridge.Server.Activation;
using EidBridge.Server.Provisioning;
using Microsoft.AspNetCore.Identity;

namespace EidBridge.Server.Accounts;

/// <summary>
/// A person's account. The row is the truth: state, step, fence and due time change together, one method per arrow of the
/// diagram in this folder's README. The user name is the verified e-mail; <see cref="IdentityUser{TKey}.UserName"/> holds the subject.
/// </summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>What this person is called outside: random, says nothing, never changes.</summary>
    public string Subject { get; private set; } = string.Empty;

    /// <summary>What the account is called in the systems it is made in: random, not the subject.</summary>
    public string ExternalId { get; private set; } = string.Empty;

    public AccountState State { get; private set; }

    public AccountState? StateBeforeLock { get; private set; }

    public LockReason? LockReason { get; private set; }

    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>Keyed hash of the national number; the key is not in the database.</summary>
    public string NationalNumberHash { get; private set; } = string.Empty;

    /// <summary>The national number under data protection, for display to its owner.</summary>
    public string NationalNumberProtected { get; private set; } = string.Empty;

    public string GivenNames { get; private set; } = string.Empty;

    public string Surname { get; private set; } = string.Empty;

    public AccountDetails Details { get; private set; } = new();

    public ProvisioningProgress Provisioning { get; private set; } = new();

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ActivatedAt { get; private set; }

    /// <summary>How often a fresh eID proof lifted a lock; at most <see cref="UnlockRule.PerLife"/>.</summary>
    public int EidUnlocks { get; private set; }

    public DateTimeOffset? LastEidUnlockAt { get; private set; }

    /// <summary>A person the card proved; the form is still to be filled in.</summary>
    public static Account Open(EidProof proof, NationalNumberVault vault, DateTimeOffset now)
    {
        var subject = RandomName.Make();
        return new Account
        {
            Id = Guid.CreateVersion7(now),
            Subject = subject,
            UserName = subject,
            NormalizedUserName = subject.ToUpperInvariant(),
            ExternalId = RandomName.Make(),
            SecurityStamp = RandomName.Make(),
            LockoutEnabled = true,
            State = AccountState.Registering,
            NationalNumberHash = vault.Hash(proof.NationalNumber),
            NationalNumberProtected = vault.Protect(proof.NationalNumber),
            GivenNames = proof.GivenNames,
            Surname = proof.Surname,
            CreatedAt = now,
        };
    }

    /// <summary>The form was filled in.</summary>
    public void Register(AccountDetails details, string email, string mobile)
    {
        Require(AccountState.Registering);
        Details = details;
        PhoneNumber = mobile;
        ChangeEmail(email);
    }

    /// <summary>Fills in what is missing; what is known already is not changed.</summary>
    public void CompleteDetails(AccountDetails details) => Details = new AccountDetails
    {
        Kind = Details.Kind ?? details.Kind,
        Language = Details.Language ?? details.Language,
        Riziv = Details.Riziv ?? details.Riziv,
        RizivChecked = Details.Riziv is null ? details.RizivChecked : Details.RizivChecked,
        OrganisationName = Details.OrganisationName ?? details.OrganisationName,
        EnterpriseNumber = Details.EnterpriseNumber ?? details.EnterpriseNumber,
        Function = Details.Function ?? details.Function,
    };

    /// <summary>Registering → Provisioning.</summary>
    public void StartProvisioning(DateTimeOffset now)
    {
        Require(AccountState.Registering);
        State = AccountState.Provisioning;
        Provisioning = ProvisioningProgress.Begin(now, Provisioning.Fence);
    }

    /// <summary>Takes the step that is due, until <paramref name="lease"/>: a worker that died before then loses it.</summary>
    /// <returns>The fence that proves the claim, or null when nothing is due.</returns>
    public int? ClaimStep(DateTimeOffset now, TimeSpan lease) =>
        State == AccountState.Provisioning && Provisioning.DueAt <= now ? Provisioning.Claim(now + lease) : null;

    /// <summary>The claimed step is done; the next one is due at <paramref name="due"/>.</summary>
    /// <returns>False when somebody else has claimed it since.</returns>
    public bool CompleteStep(int fence, DateTimeOffset due)
    {
        if (State != AccountState.Provisioning || Provisioning.Fence != fence)
        {
            return false;
        }

        Provisioning.Advance(due);
        if (Provisioning.Step == ProvisioningStep.Done)
        {
            State = AccountState.AwaitingActivation;
        }

        return true;
    }

    /// <summary>The claimed step is not done yet: the same one again at <paramref name="due"/>.</summary>
    public bool PostponeStep(int fence, DateTimeOffset due, bool failed)
    {
        if (State != AccountState.Provisioning || Provisioning.Fence != fence)
        {
            return false;
        }

        Provisioning.Postpone(due, failed);
        return true;
    }

    /// <summary>Provisioning → ProvisioningFailed.</summary>
    public bool FailProvisioning(int fence)
    {
        if (State != AccountState.Provisioning || Provisioning.Fence != fence)
        {
            return false;
        }

        State = AccountState.ProvisioningFailed;
        return true;
    }

    /// <summary>ProvisioningFailed → Provisioning, at the step that failed.</summary>
    public void RetryProvisioning(DateTimeOffset now)
    {
        Require(AccountState.ProvisioningFailed);
        State = AccountState.Provisioning;
        Provisioning.Postpone(now, failed: false);
        Provisioning.ForgetFailures();
    }

    /// <summary>An unverified address; it receives codes and nothing else.</summary>
    public void ChangeEmail(string email)
    {
        if (EmailConfirmed)
        {
            throw new InvalidOperationException("A confirmed address is not changed here");
        }

        Email = email;
        NormalizedEmail = EmailAddress.Normalize(email);
    }

    /// <summary>The code sent by mail was right. The step that waits for it is due at once.</summary>
    /// <param name="normalizedEmail">The address it was sent to.</param>
    /// <param name="now">When.</param>
    /// <returns>False when the address was changed meanwhile.</returns>
    public bool ConfirmEmail(string normalizedEmail, DateTimeOffset now)
    {
        if (!string.Equals(NormalizedEmail, normalizedEmail, StringComparison.Ordinal))
        {
            return false;
        }

        EmailConfirmed = true;
        if (State == AccountState.Provisioning && Provisioning.Step == ProvisioningStep.AwaitEmail)
        {
            Provisioning.Postpone(now, failed: false);
        }

        return true;
    }

    /// <summary>
    /// AwaitingActivation → Active, or → Locked. The fifth <em>wrong</em> code locks; a right fifth one after four wrong ones
    /// activates.
    /// </summary>
    /// <param name="code">What the person typed.</param>
    /// <param name="attempt">The reserved try, or null when none was left or the code had expired.</param>
    /// <param name="passwordHash">Kept only if the code is right.</param>
    /// <param name="now">The moment of activation.</param>
    public ActivationOutcome Activate(ActivationCode code, CodeAttempt? attempt, string passwordHash, DateTimeOffset now)
    {
        if (attempt is null)
        {
            return ActivationOutcome.NoTryLeft;
        }

        if (State is AccountState.Locked or AccountState.Active)
        {
            // A parallel try was decided first.
            return State == AccountState.Locked ? ActivationOutcome.Locked : ActivationOutcome.AlreadyActive;
        }

        Require(AccountState.AwaitingActivation);

        if (attempt.Matches(code))
        {
            State = AccountState.Active;
            PasswordHash = passwordHash;
            PhoneNumberConfirmed = true;
            ActivatedAt = now;
            SecurityStamp = RandomName.Make();
            return ActivationOutcome.Activated;
        }

        if (attempt.IsLast)
        {
            Lock(Accounts.LockReason.CodeGuesses, now);
            return ActivationOutcome.Locked;
        }

        return ActivationOutcome.WrongCode;
    }

    /// <summary>The same password, hashed as it is hashed today. Sessions go on: nothing that anybody knows has changed.</summary>
    /// <param name="from">The hash that the password was compared with; another one that came meanwhile stays.</param>
    /// <param name="to">Of the same password.</param>
    public void Rehash(string from, string to) => PasswordHash = PasswordHash == from ? to : PasswordHash;

    /// <summary>Any → Locked. Sessions end: the security stamp changes.</summary>
    public void Lock(LockReason reason, DateTimeOffset now)
    {
        if (State is AccountState.Locked or AccountState.Erased)
        {
            throw WrongArrow(nameof(Lock));
        }

        StateBeforeLock = State;
        State = AccountState.Locked;
        LockReason = reason;
        LockedAt = now;
        SecurityStamp = RandomName.Make();
    }

    /// <summary>Locked(CodeGuesses) → where it came from, by a fresh eID proof of the same person.</summary>
    public UnlockOutcome UnlockByEid(DateTimeOffset provedAt, DateTimeOffset now)
    {
        Require(AccountState.Locked);
        if (!UnlockRule.IsFresh(provedAt, LockedAt!.Value))
        {
            return UnlockOutcome.ProofTooOld;
        }

        var outcome = UnlockRule.Judge(LockReason, EidUnlocks, LastEidUnlockAt, now);
        if (outcome == UnlockOutcome.Unlocked)
        {
            EidUnlocks++;
            LastEidUnlockAt = now;
            Reopen();
        }

        return outcome;
    }

    /// <summary>Any → Erased: what is personal goes, the row stays so that nothing is made twice.</summary>
    public void Erase()
    {
        State = AccountState.Erased;
        (StateBeforeLock, LockReason, LockedAt) = (null, null, null);
        (GivenNames, Surname, Email, NormalizedEmail, PhoneNumber, PasswordHash) = (string.Empty, string.Empty, null, null, null, null);
        (EmailConfirmed, PhoneNumberConfirmed) = (false, false);
        (NationalNumberHash, NationalNumberProtected) = ($"erased:{Subject}", string.Empty);
        Details = new AccountDetails();
        SecurityStamp = RandomName.Make();
    }

    private void Reopen()
    {
        State = StateBeforeLock!.Value;
        (StateBeforeLock, LockReason, LockedAt) = (null, null, null);
    }

    private void Require(AccountState state)
    {
        if (State != state)
        {
            throw WrongArrow(state.ToString());
        }
    }

    private InvalidOperationException WrongArrow(string wanted) => new($"{wanted} is no arrow from {State}");
}
