/// A copy, read without a network: the last whole one, as one snapshot.
public struct Copy: Sendable {
    private let items: [Item]
    public let recalls: [Recall]
    /// Whether it has cards in place of guides: these are still to come.
    public let partial: Bool

    /// Nil until the first sync has come to its end, or has brought cards.
    public init?(_ store: Store) throws {
        guard let state = try store.readState(), state.shown > 0 else { return nil }
        (items, recalls, partial) = (try store.list(state.shown), state.recalls.map(Recall.init), state.partial)
    }

    /// Things of a type, each once, in the best of these locales, by their slugs; tombstones too unless `live`.
    public func list(_ type: String, _ locales: [String], live: Bool = true) -> [Item] {
        let known = items.filter { $0.type == type && ($0.locale == nil || locales.contains($0.locale ?? "")) }
        let best = Dictionary(grouping: known, by: \.id).values.compactMap { same in same.min { rank($0, locales) < rank($1, locales) } }
        return best.filter { !live || $0.isLive }.sorted { ($0.slug ?? "", $0.id) < ($1.slug ?? "", $1.id) }
    }

    /// By id, or by the slug that it has in the best of these locales, else in any; what is live comes before what is gone. A tombstone
    /// has a `notice` and no document. A copy knows no old slugs: ask the server for those.
    public func find(_ type: String, _ key: String, _ locales: [String]) -> Item? {
        let every = list(type, locales, live: false).enumerated().sorted {
            (rank($0.element, locales), $0.offset) < (rank($1.element, locales), $1.offset)
        }.map(\.element)
        if let found = every.first(where: { $0.id == key }) ?? every.first(where: { $0.isLive && $0.slug == key }) { return found }
        let others = items.filter { $0.type == type && $0.slug == key }
        let id = (others.first(where: \.isLive) ?? others.first)?.id
        return every.first { $0.id == id }
    }

    /// What stands recalled of a guide. Look there before you show it.
    public func recalls(of guide: String) -> [Recall] { recalls.filter { $0.guide == guide } }
}

/// Best first: what is live, and then in the better language.
private func rank(_ item: Item, _ locales: [String]) -> Int {
    (item.isLive ? 0 : 100) + (item.locale.flatMap { locales.firstIndex(of: $0) } ?? 0)
}
