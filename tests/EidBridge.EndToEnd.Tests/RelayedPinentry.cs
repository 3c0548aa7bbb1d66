using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>What a pinentry was asked.</summary>
/// <param name="Process">Of that pinentry.</param>
/// <param name="Kind"><c>GETPIN</c>, <c>CONFIRM</c> or <c>MESSAGE</c>.</param>
/// <param name="Error">Why it is asked again; empty when nothing had gone wrong.</param>
internal sealed record PinentryQuestion(string Process, string Kind, string Text, string Error);

/// <summary>A pinentry that hands each question to the test and waits for the test's answer, however many of them come and go.</summary>
internal sealed class RelayedPinentry
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private readonly string _folder;
    private int _read;

    public RelayedPinentry(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(InFolder("asked"), string.Empty);
        File.WriteAllText(
            Program,
            $$"""
            #!/bin/sh
            cd '{{_folder}}'
            mkfifo answer.$$
            echo 'OK Pleased to meet you'
            text=; error=
            while IFS= read -r line; do
              case "$line" in
                SETDESC*) text=${line#SETDESC }; echo OK ;;
                SETERROR*) error=${line#SETERROR }; echo OK ;;
                GETPIN|CONFIRM|MESSAGE)
                  printf '%s\t%s\t%s\t%s\n' $$ "$line" "$text" "$error" >> asked
                  read -r answer < answer.$$
                  case "$answer" in
                    ok) echo OK ;;
                    no) echo 'ERR 83886194 Not confirmed <Pinentry>' ;;
                    cancel) echo 'ERR 83886179 Operation cancelled <Pinentry>' ;;
                    *) printf 'D %s\nOK\n' "$answer" ;;
                  esac
                  text=; error= ;;
                *) echo OK ;;
              esac
            done

            """);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program => InFolder("pinentry");

    /// <summary>The next question, in the order in which they were asked.</summary>
    public async Task<PinentryQuestion> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var lines = await File.ReadAllLinesAsync(InFolder("asked"), cancellationToken);
            if (lines.Length > _read && lines[_read].Split('\t') is [var process, var kind, var text, var error])
            {
                _read++;
                return new PinentryQuestion(process, kind, Uri.UnescapeDataString(text), Uri.UnescapeDataString(error));
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <param name="answer"><c>ok</c>, <c>no</c>, <c>cancel</c>, or what is typed.</param>
    public Task AnswerAsync(PinentryQuestion question, string answer, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync("sh", ["-c", $"echo {answer} > '{InFolder($"answer.{question.Process}")}'"], cancellationToken: cancellationToken);

    private string InFolder(string name) => Path.Combine(_folder, name);
}
