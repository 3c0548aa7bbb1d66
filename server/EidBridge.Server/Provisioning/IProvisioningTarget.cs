namespace EidBridge.Server.Provisioning;

/// <summary>The systems in which the account is made. Both calls may come twice.</summary>
internal interface IProvisioningTarget
{
    /// <summary>Asks for the account, unless it was asked for already.</summary>
    /// <param name="externalId">Random; the national number never leaves the server.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task CreateAsync(string externalId, CancellationToken cancellationToken);

    /// <returns>Whether it is there and ready.</returns>
    /// <exception cref="InvalidOperationException">It was never asked for.</exception>
    Task<bool> IsReadyAsync(string externalId, CancellationToken cancellationToken);
}
