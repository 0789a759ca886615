/// What an app draws, read from the documents of the API. `json` has all the rest. Codes are strings, since new ones come. What the
/// server leaves out, by `fields` or because it was published before there was such a field, has the value of "nothing".
public protocol Document: Equatable, Sendable {
    var json: JSON { get }
    init(_ json: JSON)
}

extension Document {
    func text(_ name: String) -> String { json[name].string ?? "" }
    func all<Part: Document>(_ name: String) -> [Part] { json[name].list.map(Part.init) }
    func one<Part: Document>(_ name: String) -> Part? { json[name].isNull ? nil : Part(json[name]) }
}

/// A thing of a copy, or the tombstone of one: then it has a notice and no document.
public struct Item: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }

    public var type: String { text("type") }
    public var id: String { text("id") }
    public var state: String { text("state") }
    public var version: Int { json["version"].int ?? 0 }
    /// Nil where a thing is the same in all languages.
    public var locale: String? { json["locale"].string }
    public var slug: String? { json["slug"].string }
    public var isLive: Bool { state == "live" }
    public var notice: Notice? { one("notice") }
    /// Keys of the sections to draw anew.
    public var changedSections: [String] { json["changed_sections"].list.compactMap { $0["key"].string } }
    /// A guide, or the card of one. Nil where it is gone.
    public var guide: Guide? { one("document") }
}

/// Why something is gone. Must be shown.
public struct Notice: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var reason: String { text("reason") }
    public var severity: String? { json["severity"].string }
}

/// A guide that stands recalled, or one section of it. Must be shown before the guide.
public struct Recall: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var guide: String { text("guide") }
    /// Nil means the whole guide.
    public var section: String? { json["section"].string }
    public var reason: String { text("reason") }
    public var severity: String { text("severity") }
}

/// A guide, or the card of one: that has `facts`, and no sections.
public struct Guide: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var id: String { text("id") }
    public var slug: String { text("slug") }
    public var locale: String { text("locale") }
    public var title: String { text("title") }
    public var summary: String { text("summary") }
    public var bodyArea: String { text("body_area") }
    public var alsoKnownAs: [String] { json["also_known_as"].strings }
    public var hero: Picture? { one("hero") }
    public var facts: Facts { Facts(json["facts"]) }
    public var sections: [Section] { all("sections") }
    public var version: Int { json["version"].int ?? 0 }
}

/// One of the five parts, or one that came later: show its `heading`, `lead` and `html`.
public struct Section: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var key: String { text("key") }
    public var heading: String { text("heading") }
    public var lead: String { text("lead") }
    /// Not nil: its words are gone, and `lead` says why.
    public var recall: Recall? { one("recall") }
    public var facts: Facts { Facts(json["facts"]) }
    public var blocks: [Block] { all("blocks") }
    public var html: String { text("html") }
    /// The risks in brief, to be shown beside every section but `safety`.
    public var safetyNote: String? { json["safety_note"]["text"].string }
}

/// The facts of every section and card together; nil where there is none.
public struct Facts: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var minutesPerSession: ClosedRange<Int>? { range("minutes_per_session") }
    public var downtimeDays: Int? { json["downtime_days"].int }
    public var sessionsNeeded: ClosedRange<Int>? { range("sessions_needed") }
    public var weeksBetween: ClosedRange<Int>? { range("weeks_between") }

    private func range(_ name: String) -> ClosedRange<Int>? {
        guard let least = json[name]["min"].int, let most = json[name]["max"].int, least <= most else { return nil }
        return least...most
    }
}

/// A piece of a section. Switch by `type`, and show the fallback of a type that you don't know.
public struct Block: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var type: String { text("type") }
    public var value: JSON { json["value"] }
    /// Safe HTML that says the same.
    public var fallback: String { text("fallback") }
    /// Of most types.
    public var words: RichText { RichText(value["text"]) }
}
