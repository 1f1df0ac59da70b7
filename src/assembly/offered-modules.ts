/** Which modules a server has: without those that have no port to work with. */
import type { Config } from "../config/schema.ts";
import type { AnyModule } from "../server/boot.ts";
import { bytestreams } from "../xep/0065-bytestreams.ts";
import { upload } from "../xep/0363-http-upload/upload.ts";

/** All but XEP-0065 where its port is off, and XEP-0363 where there is no HTTPS. Files that were uploaded once are kept all the same. */
export function offeredModules(
  modules: readonly AnyModule[],
  { listen }: Pick<Config, "listen">,
): readonly AnyModule[] {
  const missing = new Set<AnyModule>();
  if (listen.proxy === "off") missing.add(bytestreams);
  if (listen.https === "off" && listen.http_proxied === "off") missing.add(upload);
  return modules.filter((module) => !missing.has(module));
}
