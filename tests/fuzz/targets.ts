/** All that is fuzzed. */
import type { Target } from "./target.ts";
import { documents, orders } from "./targets/acme.ts";
import { certificates, values } from "./targets/asn1.ts";
import { age, archive, compression } from "./targets/backup.ts";
import { form as formBeside, tar, toml } from "./targets/beside-python.ts";
import { ldap, openssl, socks5 } from "./targets/bytes.ts";
import { config } from "./targets/config.ts";
import { control } from "./targets/control.ts";
import { records } from "./targets/dns.ts";
import { tokens } from "./targets/fast.ts";
import { prosody, spool } from "./targets/folders.ts";
import { dates, forms, rsm } from "./targets/forms.ts";
import { bosh, webSocket } from "./targets/framing.ts";
import { requests } from "./targets/http.ts";
import { jid, precis } from "./targets/jid.ts";
import { libxml2 } from "./targets/libxml2.ts";
import { json, lua, sql, termBinary, termText } from "./targets/literals.ts";
import { luaBeside, termBinaryBeside, termTextBeside } from "./targets/literals-beside.ts";
import { domains, profiles } from "./targets/precis-rules.ts";
import { credentials, providers } from "./targets/providers.ts";
import { release } from "./targets/release.ts";
import { device, natPmp, pcp, soap } from "./targets/router.ts";
import { base64, plain, sasl2, scram } from "./targets/sasl.ts";
import { answers, exchanges } from "./targets/scram.ts";
import { sources } from "./targets/sources.ts";
import { stream, stun } from "./targets/turn.ts";
import { form, headers, routerHttp, routerXml } from "./targets/web.ts";
import { cookies, forwarded, languages, multipart, ranges } from "./targets/web-fields.ts";
import { clientHello, dnsAnswer } from "./targets/wire.ts";
import { chunks, frames } from "./targets/xml.ts";

export const TARGETS: readonly Target[] = [
  ...[frames, chunks, libxml2],
  ...[jid, precis, profiles, domains],
  ...[plain, scram, base64, sasl2, exchanges, answers, tokens],
  ...[forms, rsm, dates],
  ...[webSocket, bosh, form, headers],
  ...[dnsAnswer, records, clientHello, stun, stream, routerHttp, routerXml],
  ...[pcp, natPmp, device, soap],
  ...[lua, json, termText, termBinary, sql, sources],
  ...[spool, prosody, luaBeside, termTextBeside, termBinaryBeside],
  ...[control, requests, languages, cookies, ranges, forwarded, multipart],
  ...[documents, orders],
  ...[archive, compression, age, release],
  ...[toml, formBeside, tar],
  ...[providers, credentials, ldap, socks5],
  ...[config, values, certificates, openssl],
];
