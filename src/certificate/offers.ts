/** RFC 8555 §7.5: which challenges an authority offers for a name: only an order tells. */
import { withAccount } from "./account.ts";
import { diagnose } from "./diagnosis.ts";
import type { Authority } from "./directory.ts";
import { readDirectory } from "./directory.ts";
import type { ObtainDeps } from "./obtain.ts";

/**
 * The types of challenge ("http-01", "dns-persist-01" …) for a name that is still to be proven. Makes an order and leaves it
 * to expire, which costs one of 300 in three hours. Rejects with CertificateError.
 */
export async function offeredChallenges(
  authority: Authority,
  name: string,
  means: Omit<ObtainDeps, "solver" | "profile">,
): Promise<readonly string[]> {
  const { store, contact, clock, fetch } = means;
  const { caaIdentities } = await readDirectory(authority, { now: clock.now(), fetch });
  try {
    return await withAccount(authority, { store, contact, now: clock.now }, async ({ client }) => {
      const order = await client.createOrder({ identifiers: [{ type: "dns", value: name }] });
      const authorizations = await client.getAuthorizations(order);
      return authorizations.flatMap(({ challenges }) => challenges.map(({ type }) => type));
    });
  } catch (error) {
    throw await diagnose(error, { authority, caaIdentities, ...means });
  }
}
