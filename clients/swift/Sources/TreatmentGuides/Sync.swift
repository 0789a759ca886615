/// What a copy is of. Nil: everything.
public struct Selection: Equatable, Sendable {
    public var locales: [String]?
    public var types: [String]?
    /// Slug or id: of branches and offerings only its own.
    public var branch: String?
    /// Of guides only these fields.
    public var fields: [String]?
    /// The one form in which texts come: "portable", "html" or "plain".
    public var text: String?

    public init(locales: [String]? = nil, types: [String]? = nil, branch: String? = nil, fields: [String]? = nil, text: String? = nil) {
        (self.locales, self.types, self.branch, self.fields, self.text) = (locales, types, branch, fields, text)
    }

    var parameters: [String: String?] {
        let lists = ["locales": locales, "types": types, "fields": fields].mapValues { $0?.joined(separator: ",") }
        return lists.merging(["branch": branch, "text": text]) { one, _ in one }
    }

    /// By which a copy knows what it is of.
    var name: String {
        parameters.compactMap { name, value in value.map { "\(name)=\($0)" } }.sorted().joined(separator: "&")
    }
}

/// What a page changed, to draw anew: of a guide only these sections; of others, and of what is gone, all.
public struct Changed: Equatable, Sendable {
    public let item: Item
    public let sections: [String]
}

/// Keeps a copy in step. Make one for each store: what it is asked to do, it does one after the other.
public actor Synchroniser {
    /// As many cards as a first screen shows: they come as soon as the connection allows.
    private static let firstCards = "8"

    private let client: Client
    private let store: Store
    private var running: Task<[Changed], Error>?

    public init(_ client: Client, _ store: Store) {
        (self.client, self.store) = (client, store)
    }

    /// Bring the copy up to date: everything the first time, then only what changed. Goes on where a broken pass stopped; call it again
    /// after any error. Every page is applied whole, with its token, or not at all. A new copy (at first, for another selection, or where
    /// the server says "start again") takes the place of the old one only when it is whole.
    ///
    /// With `onCards`, the cards of guides come first where there is no whole copy yet, and it is called after each page of them: a `Copy`
    /// shows them, and is `partial`, until the guides are there.
    ///
    /// `release`: the number of a release that the copy must have. No cache in between then answers with an older one.
    public func sync(
        _ selection: Selection = Selection(), release: Int? = nil, onCards: (@Sendable () -> Void)? = nil
    ) async throws -> [Changed] {
        let before = running
        let task = Task {
            _ = await before?.result
            return try await self.run(selection, release, onCards)
        }
        running = task
        return try await task.value
    }

    private func run(_ selection: Selection, _ release: Int?, _ onCards: (@Sendable () -> Void)?) async throws -> [Changed] {
        let cards = Selection(locales: selection.locales, types: ["card", "group"], branch: selection.branch)
        if let onCards, lacksCards(try store.readState(), selection, cards) {
            do {
                _ = try await pass(cards, release, onCards)
            } catch let problem as Problem where problem.status == 400 {
                // An older server has no cards by sync.
            }
        }
        return try await pass(selection, release, nil)
    }

    /// Whether nothing is shown yet but cards, and these cards are not whole.
    private func lacksCards(_ state: State?, _ selection: Selection, _ cards: Selection) -> Bool {
        guard let state, state.shown > 0 else { return state?.selection != selection.name }
        let isUnderWay = state.selection == selection.name || (state.selection == cards.name && state.syncToken != nil)
        return state.partial && !isUnderWay
    }

    /// With `onCards` what has come is shown at once.
    private func pass(_ selection: Selection, _ release: Int?, _ onCards: (@Sendable () -> Void)?) async throws -> [Changed] {
        var changed: [Changed] = []
        let kept = try store.readState()
        var state = kept?.selection == selection.name ? kept! : begin(selection, kept)
        var beganAgain = false
        while true {
            let page: JSON
            do {
                let asked = question(state, selection, onCards != nil).merging(["_": release.map(String.init)]) { one, _ in one }
                page = try await client.read("sync/", asked)
            } catch let problem as Problem where problem.status == 410 && !beganAgain {
                (state, beganAgain) = (begin(selection, state), true)
                continue
            }
            let items = try page["items"].list.map(Item.init).filter { item in
                try store.read(Key(state.making, item)).map { $0.version <= item.version } ?? true
            }
            state.pageToken = page["next_page_token"].string
            state.syncToken = page["next_sync_token"].string ?? state.syncToken
            if !page["recalls"].isNull { state.recalls = page["recalls"].list }
            let isWhole = state.pageToken == nil
            if isWhole || onCards != nil { state.shown = state.making }
            state.partial = onCards != nil || (state.partial && !isWhole)
            try store.write(items, state)
            changed += items.map { Changed(item: $0, sections: $0.changedSections) }
            onCards?()
            if isWhole { return changed }
        }
    }

    private func question(_ state: State, _ selection: Selection, _ isOfCards: Bool) -> [String: String?] {
        if let token = state.pageToken { return ["page_token": token] }
        if let token = state.syncToken { return ["sync_token": token] }
        return selection.parameters.merging(["page_size": isOfCards ? Self.firstCards : nil]) { one, _ in one }
    }
}

/// A new copy, beside the one that is shown.
func begin(_ selection: Selection, _ state: State?) -> State {
    let shown = state?.shown ?? 0
    return State(
        selection: selection.name, shown: shown, making: max(shown, state?.making ?? 0) + 1,
        recalls: state?.recalls ?? [], partial: state?.partial ?? false
    )
}
