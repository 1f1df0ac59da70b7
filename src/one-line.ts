/** What somebody else has written, for a terminal or a log: on one line, without control characters, which would steer it. */
export const onOneLine = (text: string): string => text.replace(/[\p{C}\s]+/gu, " ").trim();
