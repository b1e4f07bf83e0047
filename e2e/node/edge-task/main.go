// Command edge-task is the app of the tasks that a node proves: it opens a
// device, accepts connections, appends to a file, or is a device plugin.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: edge-task open DEVICE | serve ADDRESS | append FILE LINE | plugin RESOURCE DEVICE")
	}
	switch os.Args[1] {
	case "open":
		open(os.Args[2])
	case "serve":
		serve(os.Args[2])
	case "append":
		appendLine(os.Args[2], os.Args[3])
	case "plugin":
		plugin(os.Args[2], os.Args[3])
	default:
		fail("unknown task " + os.Args[1])
	}
	untilTold()
}

// open prints whether the device could be opened.
func open(device string) {
	file, err := os.OpenFile(device, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	file.Close()
	fmt.Println("opened " + device)
}

// serve answers each connection with the address of its client.
func serve(address string) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		fail(err.Error())
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				fail(err.Error())
			}
			host, _, _ := net.SplitHostPort(connection.RemoteAddr().String())
			fmt.Fprintln(connection, host)
			connection.Close()
		}
	}()
}

// appendLine prints the file after a line is appended, and keeps its lock: two
// writers at a time would be seen.
func appendLine(path, line string) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o660)
	if err != nil {
		fail(err.Error())
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		fail("another writer: " + err.Error())
	}
	fmt.Fprintln(file, line)
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		fail(err.Error())
	}
	content, err := io.ReadAll(file)
	if err != nil {
		fail(err.Error())
	}
	fmt.Printf("alone: %q\n", content)
	held = file
}

// held keeps the file open, and so its lock.
var held *os.File

func untilTold() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	<-end
}

func fail(message string) {
	fmt.Println(message)
	os.Exit(1)
}
