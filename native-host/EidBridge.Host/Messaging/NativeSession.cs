using EidBridge.Host.Commands;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Messaging;

/// <summary>One conversation, after the version was said: one request, progress if asked for, one reply, and the end.</summary>
/// <param name="compose">Builds what answers, only once a request needs it.</param>
internal sealed class NativeSession(NativeChannel channel, Func<AnswerRequest> compose, TimeProvider time)
{
    /// <summary>What a handler has to log off the card and close its window when the browser is gone.</summary>
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(700);
    private Task _farewell = Task.CompletedTask;

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        _farewell = FarewellAsync();
        try
        {
            return await channel.ReceiveAsync() is { } body ? await AnswerAsync(body) : ExitCode.Done;
        }
        catch (EidBridgeException e)
        {
            await SendAsync(FailureReply.From(e, lang: null));
            return e.Code == ErrorCode.MessageTooLarge ? ExitCode.BrokenStream : ExitCode.Done;
        }
        catch (BrokenStreamException)
        {
            return channel.Ended.IsCancellationRequested ? ExitCode.Done : ExitCode.BrokenStream;
        }
    }

    private async Task<int> AnswerAsync(byte[] body)
    {
        var request = RequestReader.Read(body);
        if (request is QuitRequest)
        {
            await SendAsync(new QuitReply());
            return ExitCode.Done;
        }

        // On another thread: a display that hangs must not keep this one from seeing the end of input.
        var answer = Task.Run(() => Compose(request)(request, channel.SendAsync, channel.Ended));
        await Task.WhenAny(answer, _farewell);
        if (!channel.Ended.IsCancellationRequested)
        {
            await SendAsync(await answer);
        }

        return ExitCode.Done;
    }

    // Composing fails only by a configuration that must not be used: said in the language asked for.
    private AnswerRequest Compose(HostRequest request)
    {
        try
        {
            return compose();
        }
        catch (EidBridgeException e)
        {
            return (_, _, _) => Task.FromResult<HostReply>(FailureReply.From(e, request.Lang));
        }
    }

    /// <summary>A browser that neither reads nor stays is not waited for.</summary>
    private async Task SendAsync(HostReply reply) => await await Task.WhenAny(channel.SendAsync(reply), _farewell);

    private async Task FarewellAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = channel.Ended.Register(ended.SetResult);
        await ended.Task;
        await Task.Delay(FarewellLimit, time);
    }
}
