using System.Collections.Concurrent;

namespace BangVang.App.Files.Uploads;

/// <summary>
/// One request at a time works on an upload, and the newest wins: when a line breaks, the server may wait a long while for
/// bytes that the sender is already trying to send again.
/// </summary>
public sealed class UploadTurns
{
    private readonly ConcurrentDictionary<Guid, Turn> current = new();

    /// <summary>Waits until the request before has stopped, which it is asked to. Dispose when done.</summary>
    public async Task<Turn> TakeAsync(Guid upload, CancellationToken ct)
    {
        var mine = new Turn(this, upload);
        while (true)
        {
            var holder = current.GetOrAdd(upload, mine);
            if (ReferenceEquals(holder, mine)) return mine;
            holder.Ask();
            await holder.Ended.WaitAsync(ct);
        }
    }

    /// <summary>The right to work on one upload.</summary>
    public sealed class Turn(UploadTurns turns, Guid upload) : IDisposable
    {
        private readonly CancellationTokenSource asked = new();
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Cancelled when somebody else wants to go on with the upload.</summary>
        public CancellationToken Overtaken => asked.Token;

        internal Task Ended => ended.Task;

        internal void Ask()
        {
            try { asked.Cancel(); }
            catch (ObjectDisposedException)
            {
                // It ended in this moment, which is what was asked for.
            }
        }

        public void Dispose()
        {
            turns.current.TryRemove(new(upload, this));
            ended.TrySetResult();
            asked.Dispose();
        }
    }
}
