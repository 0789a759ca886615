import Foundation
@testable import TreatmentGuides

/// A file of the suite that all our clients run.
func conformance(_ name: String) throws -> JSON {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["CONFORMANCE"] ?? "../conformance")
    return try JSON(Data(contentsOf: folder.appendingPathComponent(name)))
}
