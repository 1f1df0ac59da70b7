/**
 * The worker of pam-workers.ts: asks PAM (pam(3), Linux-PAM) and the machine's list of users and groups (getpwnam(3)), one
 * question after the other. Plain JavaScript: the executable carries it as a file.
 */
import { CString, dlopen, JSCallback, ptr, read, toArrayBuffer } from "bun:ffi";

/** security/_pam_types.h. */
const PAM_SUCCESS = 0;
const PAM_AUTH_ERR = 7;
const PAM_CONV_ERR = 19;
const PAM_USER = 2;
const PAM_FAIL_DELAY = 10;
const PAM_PROMPT_ECHO_OFF = 1;
const PAM_DISALLOW_NULL_AUTHTOK = 0x1;
const PAM_SILENT = 0x8000;
/** What modules return when they could not ask whoever knows: a directory that cannot be reached, say. */
const PAM_NOT_ASKED = new Set([1, 2, 3, 4, 5, 9, 26, 28]);
const PAM_MAX_NUM_MSG = 32;
const SIZEOF_RESPONSE = 16;

const ERANGE = 34;
const SIZEOF_PASSWD = 48;
const SIZEOF_GROUP = 32;
/** Of the strings of one entry: a group may have thousands of members. */
const MAX_ENTRY_BYTES = 4 << 20;
const MAX_GROUPS = 65_536;
/** Below are root and the accounts of programs (login.defs(5), UID_MIN). */
const FIRST_PERSON = 1000;

const i32 = "i32";
const pointer = "ptr";

let libraries;
/** Whose memory C reads and writes until the question is answered: a buffer that nobody names could be collected before. */
const held = [];

const address = (buffer) => {
  held.push(buffer);
  return ptr(buffer);
};

/** Throws where one of them is not there. */
function open() {
  libraries ??= {
    ...dlopen("libc.so.6", {
      calloc: { args: ["u64", "u64"], returns: pointer },
      getpwnam_r: { args: [pointer, pointer, pointer, "u64", pointer], returns: i32 },
      getgrnam_r: { args: [pointer, pointer, pointer, "u64", pointer], returns: i32 },
      getgrouplist: { args: [pointer, "u32", pointer, pointer], returns: i32 },
    }).symbols,
    ...dlopen("libpam.so.0", {
      pam_start: { args: [pointer, pointer, pointer, pointer], returns: i32 },
      pam_end: { args: [pointer, i32], returns: i32 },
      pam_authenticate: { args: [pointer, i32], returns: i32 },
      pam_acct_mgmt: { args: [pointer, i32], returns: i32 },
      pam_set_item: { args: [pointer, i32, pointer], returns: i32 },
      pam_get_item: { args: [pointer, i32, pointer], returns: i32 },
    }).symbols,
  };
  return libraries;
}

self.onmessage = ({ data: question }) => {
  try {
    postMessage({ answer: answerTo(question) });
  } catch (error) {
    postMessage({ error: String(error) });
  } finally {
    question.password?.fill(0);
    held.length = 0;
  }
};

function answerTo({ ask, service, name, password, allow, deny }) {
  open();
  if (ask === "groups") return [...allow, ...deny].filter((group) => groupId(group) === undefined);
  if (!isPerson(name, allow, deny)) return "wrong";
  return session(service, name, password);
}

/** NUL ends it. */
const cString = (text) => address(Buffer.from(`${text}\0`));

/** The fields of getpwnam_r(3) or getgrnam_r(3) as `fieldsAt` reads them; undefined where there is no such entry. */
function entry(call, name, size, fieldsAt) {
  const struct = new Uint8Array(size);
  const found = new BigUint64Array(1);
  for (let bytes = 4096; bytes <= MAX_ENTRY_BYTES; bytes *= 4) {
    const strings = new Uint8Array(bytes);
    const code = call(cString(name), address(struct), address(strings), bytes, address(found));
    if (code === 0) return found[0] === 0n ? undefined : fieldsAt(ptr(struct));
    if (code !== ERANGE) return undefined;
  }
  return undefined;
}

const groupId = (name) => entry(open().getgrnam_r, name, SIZEOF_GROUP, (group) => read.u32(group, 16));

/** Whether it is the name of a person's account, in an allowed group and in none that is denied. */
function isPerson(name, allow, deny) {
  const person = entry(open().getpwnam_r, name, SIZEOF_PASSWD, (user) => ({
    name: new CString(read.ptr(user, 0)).toString(),
    uid: read.u32(user, 16),
    gid: read.u32(user, 20),
  }));
  // Some directories find Alice under the name "alice" as well.
  if (person === undefined || person.name !== name || person.uid < FIRST_PERSON) return false;
  if (allow.length === 0 && deny.length === 0) return true;
  const groups = groupsOf(name, person.gid);
  const isIn = (group) => groups.has(groupId(group));
  return (allow.length === 0 || allow.some(isIn)) && !deny.some(isIn);
}

function groupsOf(name, gid) {
  const ids = new Uint32Array(MAX_GROUPS);
  const count = new Int32Array([MAX_GROUPS]);
  const known = open().getgrouplist(cString(name), gid, address(ids), address(count));
  if (known < 0) throw new Error(`${name} is in more than ${MAX_GROUPS} groups`);
  return new Set(ids.subarray(0, known));
}

/** "proven", "wrong", "not-admitted" or "unavailable". Without a password only whether the account may be used. */
function session(service, name, password) {
  const pam = open();
  const conversation = conversationFor(password);
  const noDelay = new JSCallback(() => {}, { args: [i32, "u32", pointer], returns: "void" });
  const conv = new BigUint64Array([BigInt(conversation.ptr), 0n]);
  const out = new BigUint64Array(1);
  try {
    if (pam.pam_start(cString(service), cString(name), address(conv), address(out)) !== PAM_SUCCESS)
      return "unavailable";
    const handle = Number(out[0]);
    // Failures are limited by the server; the delay would hold this thread, and with it everybody else.
    pam.pam_set_item(handle, PAM_FAIL_DELAY, noDelay.ptr);
    const [verdict, code] = judge(handle, name, password !== undefined);
    pam.pam_end(handle, code);
    return verdict;
  } finally {
    conversation.close();
    noDelay.close();
  }
}

function judge(handle, name, hasPassword) {
  const { pam_authenticate, pam_acct_mgmt } = open();
  if (hasPassword) {
    const code = pam_authenticate(handle, PAM_SILENT | PAM_DISALLOW_NULL_AUTHTOK);
    if (code !== PAM_SUCCESS) return [PAM_NOT_ASKED.has(code) ? "unavailable" : "wrong", code];
    // A module may have taken the name for another one.
    if (userOf(handle) !== name) return ["wrong", PAM_AUTH_ERR];
  }
  const code = pam_acct_mgmt(handle, PAM_SILENT);
  if (code === PAM_SUCCESS) return ["proven", code];
  return [PAM_NOT_ASKED.has(code) ? "unavailable" : "not-admitted", code];
}

function userOf(handle) {
  const item = new BigUint64Array(1);
  const code = open().pam_get_item(handle, PAM_USER, address(item));
  return code === PAM_SUCCESS && item[0] !== 0n ? new CString(Number(item[0])).toString() : undefined;
}

/** pam_conv(3): every hidden prompt gets the password; another question is one that no app can be asked. */
function conversationFor(password) {
  const answer = (count, messages, responses) => {
    if (count < 1 || count > PAM_MAX_NUM_MSG) return PAM_CONV_ERR;
    const styles = Array.from({ length: count }, (_, index) => read.i32(read.ptr(messages, index * 8), 0));
    // 1 and 2 are questions, 3 and 4 sentences for the person.
    if (styles.some((style) => style < 3 && (style !== PAM_PROMPT_ECHO_OFF || password === undefined)))
      return PAM_CONV_ERR;
    // libpam frees both the list and the texts.
    const replies = open().calloc(count, SIZEOF_RESPONSE);
    if (!replies) return PAM_CONV_ERR;
    const list = new BigUint64Array(toArrayBuffer(replies, 0, count * SIZEOF_RESPONSE));
    for (const [index, style] of styles.entries()) if (style < 3) list[index * 2] = BigInt(copied(password));
    new BigUint64Array(toArrayBuffer(responses, 0, 8))[0] = BigInt(replies);
    return PAM_SUCCESS;
  };
  return new JSCallback(answer, { args: [i32, pointer, pointer, pointer], returns: i32 });
}

function copied(password) {
  const text = open().calloc(password.length + 1, 1);
  if (text) new Uint8Array(toArrayBuffer(text, 0, password.length)).set(password);
  return text ?? 0;
}
