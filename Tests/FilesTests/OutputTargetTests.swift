import Foundation
import Testing

@testable import Files

/// What is written, and what is left as it was.
@Suite struct OutputTargetTests {
    /// A temporary folder that is removed with the value.
    private final class Folder {
        let path = NSTemporaryDirectory() + "trellis-files-\(UUID().uuidString)"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        subscript(name: String) -> String { path + "/" + name }

        func write(_ text: String, to name: String) throws {
            try text.write(toFile: self[name], atomically: false, encoding: .utf8)
        }

        func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }

        var names: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
        }
    }

    @Test func aNewFileIsWritten() throws {
        let folder = try Folder()
        try OutputTarget(folder["a"]).write("text")
        #expect(try folder.text("a") == "text")
        #expect(try folder.names == ["a"])
    }

    @Test(arguments: [true, false]) func aDraftAppearsWhenItIsComplete(isDurable: Bool) throws {
        let folder = try Folder()
        for text in ["one text", "another text"] {
            let draft = try DraftFile(folder["a"])
            let bytes = Array(text.utf8)
            try bytes.withUnsafeBytes {
                try draft.write(UnsafeRawBufferPointer(rebasing: $0[4...]), at: 4)
                try draft.write(UnsafeRawBufferPointer(rebasing: $0[..<4]), at: 0)
            }
            #expect((try? folder.text("a")) != text)
            try draft.commit(isDurable: isDurable)
            #expect(try folder.text("a") == text)
        }
        #expect(try folder.names == ["a"])
    }

    @Test(arguments: [0o600, 0o644, 0o750]) func permissionsStay(_ mode: Int) throws {
        let folder = try Folder()
        try folder.write("old, and longer", to: "a")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder["a"])
        try OutputTarget(folder["a"]).write("new")
        #expect(try folder.text("a") == "new")
        let found = try FileManager.default.attributesOfItem(atPath: folder["a"])[.posixPermissions] as? Int
        #expect(found == mode)
    }

    @Test func linksAreFollowed() throws {
        let folder = try Folder()
        try folder.write("old", to: "file")
        for (link, target) in [("one", "file"), ("two", folder["one"]), ("new", "absent")] {
            try FileManager.default.createSymbolicLink(atPath: folder[link], withDestinationPath: target)
        }
        try OutputTarget(folder["two"]).write("through two links")
        #expect(try folder.text("file") == "through two links")
        try OutputTarget(folder["new"]).write("to a file that was not there")
        #expect(try folder.text("absent") == "to a file that was not there")
        #expect(try folder.names == ["absent", "file", "new", "one", "two"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["two"]) == folder["one"])
    }

    @Test func aPipeIsWrittenInto() throws {
        let folder = try Folder()
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        // Open for reading and writing, so that neither side blocks.
        let reader = open(folder["pipe"], O_RDWR)
        defer { close(reader) }
        try OutputTarget(folder["pipe"]).write("text")
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(read(reader, &bytes, 10) == 4)
        #expect(String(decoding: bytes[..<4], as: UTF8.self) == "text")
        var status = stat()
        #expect(lstat(folder["pipe"], &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test(arguments: ["é", "語", "a"]) func aNameMayBeAsLongAsTheSystemAllows(_ character: String) throws {
        let folder = try Folder()
        let name = String(repeating: character, count: 255 / character.utf8.count)
        try OutputTarget(folder[name]).write("text")
        #expect(try folder.text(name) == "text")
    }

    @Test func aDeviceStays() throws {
        var before = stat()
        #expect(stat("/dev/null", &before) == 0)
        try OutputTarget("/dev/null").write("text")
        var after = stat()
        #expect(stat("/dev/null", &after) == 0)
        #expect(after.st_mode & S_IFMT == S_IFCHR && after.st_ino == before.st_ino)
    }

    @Test func whatCannotBeWrittenIsToldBefore() throws {
        let folder = try Folder()
        func reason(_ path: String) -> String? {
            do throws(FileError) {
                _ = try OutputTarget(path)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason(folder.path) == "it is a directory")
        #expect(reason(folder["no/such"]) == "there is no folder '\(folder["no/"])'")
        #expect(reason("") == "the path is empty")
        #expect(reason(folder["new/"]) == "it is a directory")
        #expect(reason(folder["new"]) == nil)
    }

    @Test func whatFailsLeavesTheOldFile() throws {
        let folder = try Folder()
        // The path of the file has the maximum length; that of the temporary file would be longer.
        let most = Int(PATH_MAX) - 1 - "/a".utf8.count
        var deep = folder.path
        while deep.utf8.count < most {
            let room = min(200, most - deep.utf8.count - 1)
            deep += "/" + String(repeating: "d", count: room)
        }
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        let file = deep + "/a"
        let old = FileHandle(fileDescriptor: open(file, O_WRONLY | O_CREAT, 0o644), closeOnDealloc: true)
        try old.write(contentsOf: Data("old".utf8))
        let target = try OutputTarget(file)
        #expect(throws: FileError.self) { try target.write("new") }
        #expect(FileManager.default.contents(atPath: file) == Data("old".utf8))
    }

    @Test func pathsToOneFileAreOnePlace() throws {
        let folder = try Folder()
        try folder.write("x", to: "a")
        try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "a")
        try FileManager.default.linkItem(atPath: folder["a"], toPath: folder["hard"])
        let place = FileIdentity(folder["a"])
        #expect(place != nil)
        for path in ["./a", "link", "hard", "../\(folder.path.split(separator: "/").last ?? "")/a"] {
            #expect(FileIdentity(folder[path]) == place, "\(path)")
        }
        #expect(FileIdentity(folder["new"]) == FileIdentity(folder["./new"]))
        #expect(FileIdentity(folder["new"]) != FileIdentity(folder["other"]))
        #expect(FileIdentity(folder["no/such"]) == nil)
    }
}
