using BangVang.App.Log;

namespace BangVang.App.Ports;

/// <summary>What a witness answered over HTTP.</summary>
/// <param name="Status">As HTTP numbers it.</param>
/// <param name="Body">A few lines; nothing of it is believed before it is checked.</param>
public sealed record WitnessHttpAnswer(int Status, string Body);

/// <summary>The line to the witnesses of the settings, and to nobody else.</summary>
public interface IWitnessLine
{
    /// <summary>Posts the body to the witness's <c>add-checkpoint</c>.</summary>
    /// <exception cref="IOException">The witness was not reached, did not answer in time, or answered without end.</exception>
    Task<WitnessHttpAnswer> AddCheckpointAsync(Witness witness, byte[] body, CancellationToken ct);
}
