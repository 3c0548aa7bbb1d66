using System.Data.Common;
using EidBridge.Protocol;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.EntityFrameworkCore;
using EidBridge.VirtualCard;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T9 once more, for nonces in a site's database that two machines share. One class of tests for each kind of database.</summary>
public abstract class T9DatabaseTests
{
    /// <summary>The machine that soon gives up where another one writes.</summary>
    protected const int Impatient = 2;

    private const string Session = "a browser";
    private readonly FakeTimeProvider _clock = new(TokenWorkshop.Now);
    private ServiceProvider[] _machines = [];

    [TestInitialize]
    public async Task OpenAsync()
    {
        _machines = [Machine(0), Machine(1)];
        await using var scope = _machines[0].CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Shop>().Database.EnsureCreatedAsync();
    }

    [TestCleanup]
    public void Close() => Array.ForEach(_machines, machine => machine.Dispose());

    [TestMethod]
    public async Task NonceGivenOnOneMachine_IsFoundAndTakenOnceOnTheOther_AndByNoOtherSession()
    {
        var nonce = await OnAsync(0, store => store.GiveAsync(Session, CancellationToken.None));

        Assert.AreSequenceEqual([nonce], await OnAsync(1, store => store.FindAsync(Session, CancellationToken.None)));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.FindAsync("another browser", CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.FindAsync(null, CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.TakeAsync("another browser", nonce, CancellationToken.None));
        await OnAsync(1, store => TakeAsync(store, nonce));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.TakeAsync(Session, nonce, CancellationToken.None));
    }

    [TestMethod]
    public async Task Nonce_LivesLongerThanAPersonHas_Ends_AndIsForgotten()
    {
        var nonce = await OnAsync(0, store => store.GiveAsync(Session, CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(240));
        Assert.HasCount(1, await OnAsync(0, store => store.FindAsync(Session, CancellationToken.None)));
        _clock.Advance(ChallengeNonce.Lifetime);

        await AssertRefusedAsync(ErrorCode.NonceExpired, store => store.FindAsync(Session, CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.TakeAsync(Session, nonce, CancellationToken.None));
        _clock.Advance(TimeSpan.FromHours(1));
        await OnAsync(0, store => store.GiveAsync("another browser", CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.FindAsync(Session, CancellationToken.None));
    }

    [TestMethod]
    public async Task SixthNonceOfASession_PushesOutTheFirst()
    {
        var nonces = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            nonces.Add(await OnAsync(i % 2, store => store.GiveAsync(Session, CancellationToken.None)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var found = await OnAsync(0, store => store.FindAsync(Session, CancellationToken.None));
        Assert.AreSequenceEqual(nonces.Skip(1).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public async Task FiftyNoncesAtOnce_LeaveFive()
    {
        var given = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => OnAsync(i % 2, store => store.GiveAsync(Session, CancellationToken.None)))));

        var found = await OnAsync(0, store => store.FindAsync(Session, CancellationToken.None));
        using var scope = _machines[0].CreateScope();
        var kept = await scope.ServiceProvider.GetRequiredService<Shop>().Set<EidChallenge>().Select(c => c.Nonce).ToListAsync();
        Assert.HasCount(5, found);
        Assert.IsTrue(found.All(given.Contains));
        CollectionAssert.AreEquivalent(found.ToList(), kept);
    }

    [TestMethod]
    public async Task NonceGivenWhileAnotherTabAsks_IsNotTakenAway()
    {
        string? other = null;
        await using var interrupted = Machine(
            0, new BeforeDeleting(async () => other ??= await OnAsync(1, store => store.GiveAsync(Session, CancellationToken.None))));
        for (var i = 0; i < 5; i++)
        {
            await OnAsync(0, store => store.GiveAsync(Session, CancellationToken.None));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await using var scope = interrupted.CreateAsyncScope();
        var nonce = await scope.ServiceProvider.GetRequiredService<IChallengeStore>().GiveAsync(Session, CancellationToken.None);

        var found = await OnAsync(0, store => store.FindAsync(Session, CancellationToken.None));
        Assert.IsNotNull(other);
        Assert.Contains(other, found);
        Assert.Contains(nonce, found);
    }

    [TestMethod]
    public async Task GivingANonce_SavesNothingThatTheSiteHasHalfMade()
    {
        await using (var scope = _machines[0].CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Shop>().Add(new Order { Id = 1 });
            await scope.ServiceProvider.GetRequiredService<IChallengeStore>().GiveAsync(Session, CancellationToken.None);
        }

        await using var later = _machines[0].CreateAsyncScope();
        Assert.AreEqual(0, await later.ServiceProvider.GetRequiredService<Shop>().Set<Order>().CountAsync());
    }

    [TestMethod]
    public async Task NonceTakenInATransactionOfTheSite_IsNotGivenBackByItsRollback()
    {
        var nonce = await OnAsync(0, store => store.GiveAsync(Session, CancellationToken.None));
        var taken = false;
        await using var machine = Machine(Impatient);
        await using (var scope = machine.CreateAsyncScope())
        {
            await using var transaction = await scope.ServiceProvider.GetRequiredService<Shop>().Database.BeginTransactionAsync();
            try
            {
                taken = await TakeAsync(scope.ServiceProvider.GetRequiredService<IChallengeStore>(), nonce);
            }
            catch (DbException) when (HasOneWriter)
            {
                // The site's transaction is the one writer: the login is refused, and its nonce was not used.
            }

            await transaction.RollbackAsync();
        }

        Assert.AreNotEqual(HasOneWriter, taken);
        if (taken)
        {
            await AssertRefusedAsync(ErrorCode.NonceUnknown, store => store.TakeAsync(Session, nonce, CancellationToken.None));
        }
    }

    [TestMethod]
    public async Task HundredLoginsWithOneToken_OverTwoMachines_OneWins()
    {
        var verifier = TokenWorkshop.Verifier();
        var nonce = await OnAsync(0, store => store.GiveAsync(Session, CancellationToken.None));
        var token = TokenWorkshop.Token(TokenWorkshop.Members(CardPersons.An, Applet.V17, nonce: nonce));

        var logins = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => OnAsync(i % 2, async store =>
        {
            try
            {
                var authenticator = new EidAuthenticator(verifier, store, revocation: null);
                return (await authenticator.AuthenticateAsync(Session, token, useOf: null, CancellationToken.None)).NationalNumber;
            }
            catch (EidBridgeException e)
            {
                return e.Code;
            }
        }))));

        Assert.AreEqual(1, logins.Count(login => login == CardPersons.An.NationalNumber));
        Assert.AreEqual(99, logins.Count(login => login == ErrorCode.NonceUnknown));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Store_ReplacesTheOneInMemory_WhicheverCameFirst(bool first)
    {
        var services = new ServiceCollection();
        if (first)
        {
            services.AddEidChallengeStore<Shop>();
        }

        services.AddEidBridge(_ => { });
        if (!first)
        {
            services.AddEidChallengeStore<Shop>();
        }

        Assert.AreEqual(typeof(EidChallengeStore<Shop>), services.Single(service => service.ServiceType == typeof(IChallengeStore)).ImplementationType);
    }

    /// <summary>Whether nobody writes while a transaction is open.</summary>
    protected virtual bool HasOneWriter => false;

    /// <summary>The same database of this test for every machine, over connections of its own.</summary>
    protected abstract void Use(DbContextOptionsBuilder options, int machine);

    /// <summary>Of a site, with the table of the nonces.</summary>
    protected async Task<IReadOnlyList<string>> QueryAsync(FormattableString sql)
    {
        await using var scope = _machines[0].CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Shop>().Database.SqlQuery<string>(sql).ToListAsync();
    }

    private ServiceProvider Machine(int number, params IInterceptor[] interceptors) => new ServiceCollection()
        .AddSingleton<TimeProvider>(_clock)
        .AddDbContext<Shop>(options => Use(options.AddInterceptors(interceptors), number))
        .AddEidChallengeStore<Shop>()
        .BuildServiceProvider();

    private async Task<T> OnAsync<T>(int machine, Func<IChallengeStore, Task<T>> act)
    {
        await using var scope = _machines[machine].CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<IChallengeStore>());
    }

    private static async Task<bool> TakeAsync(IChallengeStore store, string nonce)
    {
        await store.TakeAsync(Session, nonce, CancellationToken.None);
        return true;
    }

    private async Task AssertRefusedAsync(string code, Func<IChallengeStore, Task> act)
    {
        await using var scope = _machines[1].CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IChallengeStore>();
        Assert.AreEqual(code, (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => act(store))).Code);
    }

    private sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.AddEidChallenges();
            modelBuilder.Entity<Order>().Property(order => order.Id).ValueGeneratedNever();
        }
    }

    /// <summary>What the site itself keeps.</summary>
    private sealed class Order
    {
        public required int Id { get; init; }
    }

    /// <summary>Lets another tab in, at the worst moment: before one that makes room for its own nonce deletes.</summary>
    private sealed class BeforeDeleting(Func<Task> act) : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith("DELETE", StringComparison.Ordinal) && command.CommandText.Contains("Browser", StringComparison.Ordinal))
            {
                await act();
            }

            return result;
        }
    }
}
