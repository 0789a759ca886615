/** Asks the product, without cookies and without a word about the page or its reader. */

/** So long a question may take, in milliseconds, and so long space is kept for its answer. */
const PATIENCE = 10_000;
const LONGEST_SENTENCE = 500;

/** Why it could not be read. */
export interface Failure {
  /** The server's own sentence where it gave one. */
  message: string;
  /** 0 where there was no answer. */
  status: number;
  /** Seconds after which to ask again, where the server says so; else 0. */
  retryAfter: number;
}

/** Whether nothing but a release changes it: it need not be asked again before. */
export function isFinal({ status = 0 }: Partial<Failure>): boolean {
  return /^4(?!08|29)/.test(String(status));
}

/** The body of an answer that is of that type, or of one whose status is among `also`. */
export async function read(address: string | URL, type: RegExp, also: number[] = []): Promise<string> {
  const answer = await fetch(address, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const kind = answer.headers.get("content-type") ?? "";
  if ((answer.ok || also.includes(answer.status)) && type.test(kind)) return answer.text();
  const said = await answer.text();
  const retryAfter = Number(answer.headers.get("retry-after")) || 0;
  throw Object.assign(new Error(findSentence(said, kind) || `HTTP ${answer.status}`), { status: answer.status, retryAfter });
}

/** Of a problem (RFC 9457) or a plain text. A page of a proxy has none. */
function findSentence(said: string, kind: string): string | undefined {
  if (/json/.test(kind)) {
    const { detail, title } = JSON.parse(said);
    return detail || title;
  }
  return /plain/.test(kind) ? said.trim().slice(0, LONGEST_SENTENCE) : "";
}

const asked = new Map<string, Promise<string>>();

/** As `read`; who asks for the same meanwhile gets the same answer. */
export function share(address: string): Promise<string> {
  let answer = asked.get(address);
  if (!answer) {
    answer = read(address, /json/).finally(() => asked.delete(address));
    asked.set(address, answer);
  }
  return answer;
}
