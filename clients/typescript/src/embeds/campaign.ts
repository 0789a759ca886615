/** Booking links say by which campaign somebody came to the page: what marketing tools put into its address. */
const NAMES = /^(utm_\w+|\w*clid|[gw]braid|msclkid|mc_[ce]id)$/;

export function findCampaign(search: string): [string, string][] {
  return [...new URLSearchParams(search)].filter(([name]) => NAMES.test(name));
}

/** The link with the campaign. What the branch has written into it stays; what we have put in gives way. */
export function passOn(link: string, campaign: [string, string][]): string {
  const url = new URL(link);
  const isOurs = url.searchParams.get("utm_source") === "treatment-guides";
  for (const [name, value] of campaign)
    if (!url.searchParams.has(name) || (isOurs && /^utm_/.test(name))) url.searchParams.set(name, value);
  return url.href;
}
