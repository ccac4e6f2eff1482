#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A small file of text that the command reads.
enum InputFile {
    /// The path, if a text can be read there.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func requireReadable(_ path: String) throws -> String {
        _ = try text(path)
        return path
    }

    /// The content of a file.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func text(_ path: String) throws -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch let error as CocoaError
            where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
        {
            throw CommandError.cannotRead(path: path, reason: "there is no such file")
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw CommandError.cannotRead(path: path, reason: "permission was denied")
        } catch {
            throw CommandError.cannotRead(path: path, reason: "it is no file of text")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandError.cannotRead(path: path, reason: "it is not UTF-8")
        }
        return text
    }
}
