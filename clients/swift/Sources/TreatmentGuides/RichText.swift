import Foundation

/// Words with their marks. A part of a kind that is newer than this package is left out, or its words are kept.
public struct RichText: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }

    public var html: String { text("html") }

    /// Paragraphs and items of lists, for an AttributedString or views of your own.
    public var lines: [Line] { json["portable_text"].list.filter { $0["_type"].string == "block" }.map(Line.init) }

    /// The words alone, a line for each paragraph or item. With `text=plain` nothing else comes.
    public var plain: String {
        if json["portable_text"].list.isEmpty { return text("text") }
        return lines.map { line in line.runs.map(\.text).joined() }.joined(separator: "\n")
    }
}

public struct Line: Equatable, Sendable {
    public let runs: [Run]
    /// "bullet" or "number"; nil for a paragraph.
    public let list: String?
    /// The outermost is 1.
    public let level: Int

    public init(runs: [Run], list: String?, level: Int) {
        (self.runs, self.list, self.level) = (runs, list, level)
    }

    init(_ block: JSON) {
        var links: [String: Link] = [:]
        for mark in block["markDefs"].list { links[mark["_key"].string ?? ""] = Link(mark) }
        runs = block["children"].list.filter { $0["_type"].string == "span" }.map { span in
            let marks = span["marks"].strings
            let link = marks.lazy.compactMap { links[$0] }.first
            return Run(text: span["text"].string ?? "", marks: Set(marks).intersection(Run.known), link: link)
        }
        list = block["listItem"].isNull ? nil : block["listItem"].string == "number" ? "number" : "bullet"
        level = block["level"].int ?? 1
    }
}

/// A line break is "\n".
public struct Run: Equatable, Sendable {
    static let known: Set = ["strong", "em", "sup", "sub"]

    public let text: String
    /// Of strong, em, sup and sub.
    public let marks: Set<String>
    public let link: Link?

    public init(text: String, marks: Set<String>, link: Link?) {
        (self.text, self.marks, self.link) = (text, marks, link)
    }
}

/// An address that may be followed, root-relative where it is on the server; `guide` is the id of the guide that it leads to.
public struct Link: Equatable, Sendable {
    public let href: String
    public let guide: String?

    public init(href: String, guide: String?) {
        (self.href, self.guide) = (href, guide)
    }

    init?(_ mark: JSON) {
        guard mark["_type"].string == "link", let href = mark["href"].string else { return nil }
        let followed = "^(https?:|mailto:|tel:|[/#])"
        guard href.range(of: followed, options: [.regularExpression, .caseInsensitive]) != nil else { return nil }
        self.init(href: href, guide: mark["guide"].string)
    }
}
