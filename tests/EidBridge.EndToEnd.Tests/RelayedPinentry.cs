using System.Globalization;
using System.Text;
using EidBridge.Host.Tests.Cli;

namespace EidBridge.EndToEnd.Tests;

/// <summary>What a pinentry was asked.</summary>
/// <param name="Process">Of that pinentry.</param>
/// <param name="Pipe">Where it waits for the answer; gone once it has it.</param>
/// <param name="Kind"><c>GETPIN</c>, <c>CONFIRM</c> or <c>MESSAGE</c>.</param>
/// <param name="Error">Why it is asked again; empty when nothing had gone wrong.</param>
internal sealed record PinentryQuestion(int Process, string Pipe, string Kind, string Text, string Error);

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
        ExecutableFile.Write(
            Program,
            $$"""
            #!/bin/sh
            cd '{{_folder}}'
            echo 'OK Pleased to meet you'
            text=; error=; asked=0
            while IFS= read -r line; do
              case "$line" in
                SETDESC*) text=${line#SETDESC }; echo OK ;;
                SETERROR*) error=${line#SETERROR }; echo OK ;;
                GETPIN|CONFIRM|MESSAGE)
                  asked=$((asked+1)); pipe=answer.$$.$asked
                  mkfifo $pipe; exec 3<>$pipe
                  printf '%s\t%s\t%s\t%s\t%s\n' $$ $pipe "$line" "$text" "$error" >> asked
                  read -r answer <&3; rm $pipe
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
    }

    public string Program => InFolder("pinentry");

    /// <summary>The next question, in the order in which they were asked.</summary>
    public async Task<PinentryQuestion> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var lines = await File.ReadAllLinesAsync(InFolder("asked"), cancellationToken);
            if (lines.Length > _read && lines[_read].Split('\t') is [var process, var pipe, var kind, var text, var error])
            {
                _read++;
                return new PinentryQuestion(int.Parse(process, CultureInfo.InvariantCulture), InFolder(pipe), kind, Uri.UnescapeDataString(text), Uri.UnescapeDataString(error));
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>The question that was read last is the next one again.</summary>
    public void Unread() => _read--;

    /// <param name="answer"><c>ok</c>, <c>no</c>, <c>cancel</c>, or what is typed.</param>
    /// <returns>False when the host has meanwhile closed that pinentry, as it does when the cards change: nobody took the answer.</returns>
    public static async Task<bool> AnswerAsync(PinentryQuestion question, string answer, CancellationToken cancellationToken)
    {
        // Opened for reading too, a pipe that nobody listens to any more keeps nobody waiting.
        await using var pipe = new FileStream(question.Pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await pipe.WriteAsync(Encoding.UTF8.GetBytes($"{answer}\n"), cancellationToken);
        while (File.Exists(question.Pipe))
        {
            if (!Directory.Exists($"/proc/{question.Process.ToString(CultureInfo.InvariantCulture)}"))
            {
                return false;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return true;
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
