/** Calls as a relay sees them: clients with an allocation and a channel each, whose peers send back what comes. */
import { randomBytes } from "node:crypto";
import { readXorAddress, xorAddress } from "../../../src/turn/address.ts";
import { ATTRIBUTE, METHOD } from "../../../src/turn/attributes.ts";
import type { NewAttribute } from "../../../src/turn/message.ts";
import { type Credentials, REQUESTED_UDP, TestClient, type TestTurnAddress } from "../../../src/turn/testing.ts";
import { openUdpSocket } from "../../../src/turn/udp-socket.ts";

const HOST = "127.0.0.1";
const FIRST_CHANNEL = 0x4000;

export interface RelayUnderLoad extends TestTurnAddress {
  readonly credentials: Credentials;
}

export interface Flow extends Disposable {
  /** Sends a packet of so many bytes over the relay to the peer, which sends it back the same way. */
  send(bytes: number): void;
}

/** An allocation with a channel to a peer in this process. `came`: for each packet that has come back. Throws where it is refused. */
export async function openFlow({ credentials, ...relay }: RelayUnderLoad, came: () => void): Promise<Flow> {
  const client = await TestClient.open(relay);
  let relayedPort = 0;
  const peer = await openUdpSocket(HOST, 0, (data) => peer.send(data, relayedPort, HOST));
  const asks = async (method: number, attributes: readonly NewAttribute[], transaction = randomBytes(12)) => {
    const answer = await client.request(method, attributes, credentials, { transaction });
    if (answer.error !== undefined) throw new Error(`the relay answers ${answer.error}`);
    return answer;
  };
  const { get, message } = await asks(METHOD.ALLOCATE, [REQUESTED_UDP]);
  relayedPort = readXorAddress(get(ATTRIBUTE.XOR_RELAYED_ADDRESS), message.transaction)?.port ?? 0;
  const transaction = randomBytes(12);
  const [channel, address] = [Buffer.alloc(4), xorAddress({ address: HOST, port: peer.port }, transaction)];
  channel.writeUInt16BE(FIRST_CHANNEL);
  const bound: NewAttribute[] = [
    [ATTRIBUTE.CHANNEL_NUMBER, channel],
    [ATTRIBUTE.XOR_PEER_ADDRESS, address],
  ];
  await asks(METHOD.CHANNEL_BIND, bound, transaction);
  client.takeOver(came);
  const packets = new Map<number, Buffer>();
  const packetOf = (bytes: number): Buffer => {
    const packet = Buffer.concat([Buffer.alloc(4), randomBytes(bytes)]);
    packet.writeUInt16BE(FIRST_CHANNEL);
    packet.writeUInt16BE(bytes, 2);
    packets.set(bytes, packet);
    return packet;
  };
  return {
    send: (bytes) => client.send(packets.get(bytes) ?? packetOf(bytes)),
    [Symbol.dispose]: () => {
      client.send(client.signed(METHOD.REFRESH, [[ATTRIBUTE.LIFETIME, Buffer.alloc(4)]], credentials));
      client[Symbol.dispose]();
      peer.close();
    },
  };
}
