/** One small note that it was shown or a booking was asked for: no cookie, no address of the page, no reader. */
export interface Beacon {
  url: string;
  /** Share of embeds that tell. */
  rate: number;
  shown: Record<string, string>;
}

export function tell(beacon: Beacon | null | undefined, what: "shown" | "booking", way: string, host: string): void {
  const asksNot = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl || navigator.doNotTrack === "1";
  if (!beacon || asksNot || Math.random() >= beacon.rate) return;
  const body = JSON.stringify({ ...beacon.shown, what, way, host });
  fetch(beacon.url, {
    method: "POST",
    body,
    mode: "no-cors",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true,
  }).catch(() => {});
}
