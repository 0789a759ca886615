/** Asks the product, without cookies and without a word about the page or its reader. */

/** So long a question may take, in milliseconds, and so long space is kept for its answer. */
const PATIENCE = 10_000;
const LONGEST_SENTENCE = 500;

/** Why it could not be read: the server's own sentence where it gave one. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 0 where there was no answer. */
    readonly status = 0,
    /** Seconds after which to ask again, where the server says so; else 0. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
  /** Nothing but a release changes it: it is not asked again before. */
  get isFinal() {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

/** The body of an answer that is of that type, or of one whose status is among `also`. */
export async function read(address: string | URL, type: RegExp, also: number[] = []): Promise<string> {
  const options = { credentials: "omit", referrerPolicy: "no-referrer" } as const;
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  const kind = answer.headers.get("content-type") ?? "";
  if ((answer.ok || also.includes(answer.status)) && type.test(kind)) return answer.text();
  throw new Failure(await readSentence(answer, kind), answer.status, Number(answer.headers.get("retry-after")) || 0);
}

async function readSentence(answer: Response, kind: string): Promise<string> {
  const text = await answer.text().catch(() => "");
  try {
    if (/json/.test(kind)) {
      const { detail, title } = JSON.parse(text);
      return detail || title || `HTTP ${answer.status}`;
    }
  } catch {} // not what it says it is
  return (/^text\/plain/.test(kind) && text.trim().slice(0, LONGEST_SENTENCE)) || `HTTP ${answer.status}`;
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
