/** XML 1.0 §2.8: the XML declaration. */
import { StreamError } from "../stream-error.ts";

const quoted = (value: string): string => `[ \\t\\n]*=[ \\t\\n]*(?:"(?:${value})"|'(?:${value})')`;
const DECLARATION = new RegExp(
  `^<\\?xml[ \\t\\n]+version${quoted("1\\.[0-9]+")}` +
    `([ \\t\\n]+encoding${quoted("[A-Za-z][-A-Za-z0-9._]*")})?` +
    `([ \\t\\n]+standalone${quoted("yes|no")})?[ \\t\\n]*\\?>$`,
);

/** Throws StreamError unless `text`, from its `<?` to its `?>`, declares XML 1.x in UTF-8 (RFC 6120 §11.5, §11.6). */
export function checkDeclaration(text: string): void {
  if (!/^<\?xml[ \t\n]/.test(text)) throw new StreamError("restricted-xml", "a processing instruction");
  const match = DECLARATION.exec(text);
  if (!match) throw new StreamError("not-well-formed", "the XML declaration");
  const encoding = match[1];
  if (encoding && !/["']utf-8["']/i.test(encoding))
    throw new StreamError("unsupported-encoding", "only UTF-8 is spoken");
}
