/** RFC 8656 §5.2: to whom nothing is ever relayed. */
import { canonicalAddress, isPublicTarget, reachOf } from "../net/ip-address.ts";

export interface PeerRules {
  /** Addresses of this machine, and those of its router that lead to it. */
  readonly own: () => readonly string[];
  /** Whether peers in this machine's own network are allowed as well. */
  readonly isPrivateAllowed: boolean;
  /** Whether this machine relays on its loopback address: for this computer alone. */
  readonly isLoopback: () => boolean;
}

/** Whether packets may leave for `address`, which is somebody's choice. Our own relayed addresses are no matter of this. */
export function isPeerAllowed(address: string, { own, isPrivateAllowed, isLoopback }: PeerRules): boolean {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) return false;
  const mine = own();
  if (isPublicTarget(canonical, mine)) return true;
  if (!isPrivateAllowed) return false;
  const reach = reachOf(canonical);
  if (reach === "loopback") return isLoopback();
  if (mine.some((one) => canonicalAddress(one) === canonical)) return false;
  return reach === "private" || reach === "shared" || reach === "link-local" || reach === "public";
}
