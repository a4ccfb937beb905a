using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>
/// Makes the keys of addresses for triggers that choose none: 22 letters and digits that cannot be guessed, an HMAC of the workflow and the node. So a
/// trigger has its address before it is published, and the same one for good.
/// </summary>
public sealed class TriggerKeys(IDatabase database)
{
    const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    const int Length = 22;

    readonly SigningKey key = new(database, "triggers");

    /// <summary>A number of a trigger, the same for good: its place among schedules that are spread.</summary>
    public int SeedOf(Guid workflow, string node) => BinaryPrimitives.ReadInt32BigEndian(Hash(workflow, node).AsSpan(^sizeof(int)..));

    public string KeyOf(Guid workflow, string node)
    {
        var number = new BigInteger(Hash(workflow, node), isUnsigned: true);
        return string.Create(Length, number, static (text, number) =>
        {
            for (var place = 0; place < text.Length; place++)
            {
                text[place] = Digits[(int)(number % Digits.Length)];
                number /= Digits.Length;
            }
        });
    }

    byte[] Hash(Guid workflow, string node) => HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"{workflow}/{node}"));
}
