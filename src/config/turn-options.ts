/** The section [turn]: the relay for calls. */
import { flag, integer, type Options, size, text } from "../options.ts";

export const TURN_OPTIONS = {
  relay_ports: text(
    "49152-49215",
    "The UDP ports FIRST-LAST over which calls are relayed, three to six for each app in a call; the router has to forward them.",
  ),
  public_address: text(
    "",
    "The public address that leads to these ports, or an IPv4 and an IPv6 one with a comma between them; empty: found by this machine's addresses, the router and the domain's records.",
  ),
  private_peers: flag(
    false,
    "Whether calls are relayed to addresses of this machine's own network as well; otherwise nobody can have anything sent there.",
  ),
  allocations_per_account: integer(
    16,
    "Relay ports that one account may have at once; an app takes three to six for a call.",
    {
      min: 1,
      max: 10_000,
    },
  ),
  rate_per_account: size("1MB", "Bytes a second that are relayed for one account; what is more is dropped."),
  total_rate: size("20MB", "Bytes a second that are relayed for all of them together."),
} as const satisfies Options;
