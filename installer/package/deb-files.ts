/** Files of the package for Debian that say the same for every version. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICE } from "../service/description.ts";

const LICENSE = join(import.meta.dir, "../../LICENSE");

const [, , holder = "", , ...terms] = readFileSync(LICENSE, "utf8").trimEnd().split("\n");

/** Machine-readable debian/copyright file, version 1.0. */
export const copyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${SERVICE}
Comment: The executable contains the Bun runtime and the npm packages that the
 file sbom.cdx.json of the release lists with their licenses.

Files: *
Copyright: ${holder.replace(/^Copyright \(c\) /, "")}
License: Expat

License: Expat
${terms.map((line) => (line === "" ? " ." : ` ${line}`)).join("\n")}
`;

/** ufw(8): `ufw allow jabber-home`. The ports of a configuration that changes none. */
export const firewallProfile = `[${SERVICE}]
title=jabber-home
description=Messages, pages and calls of jabber-home (XMPP, HTTP, TURN)
ports=80,443,5222,5223,5269,5270,5349,7777/tcp|3478|49152:49215/udp
`;
