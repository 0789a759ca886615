/// Where a copy stands. All of it changes together with the items of a page, or not at all.
public struct State: Codable, Equatable, Sendable {
    public var selection: String
    /// The copy that is shown (0: none yet), and the one that is being made to take its place: the same during a delta.
    public var shown: Int
    public var making: Int
    /// Of the last whole pass; nil until there was one.
    public var syncToken: String?
    /// Of the page to go on from, where a pass was broken off.
    public var pageToken: String?
    public var recalls: [JSON] = []
    /// Whether the copy that is shown has the cards of guides alone, or not even all of them.
    public var partial = false
}

/// `locale` is "" for things without a language.
public struct Key: Hashable, Sendable {
    public let copy: Int
    public let type: String
    public let id: String
    public let locale: String

    public init(_ copy: Int, _ item: Item) {
        (self.copy, type, id, locale) = (copy, item.type, item.id, item.locale ?? "")
    }
}

/// Where an app keeps its copy. Make one over any database that has transactions.
public protocol Store: AnyObject, Sendable {
    func readState() throws -> State?
    func read(_ key: Key) throws -> Item?
    /// Every item of a copy.
    func list(_ copy: Int) throws -> [Item]
    /// Write items into copy `state.making`, drop every copy that `state` does not name, and keep `state`: at once.
    func write(_ items: [Item], _ state: State) throws
}
