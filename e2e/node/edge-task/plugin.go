package main

import (
	"context"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	api "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

// devicePlugin offers one device of the node.
type devicePlugin struct {
	api.UnimplementedDevicePluginServer
	device string
}

// plugin offers a device as a resource of the node, and registers at its kubelet.
func plugin(resource, device string) {
	socket := api.DevicePluginPath + "edge-task.sock"
	_ = os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		fail(err.Error())
	}
	server := grpc.NewServer()
	api.RegisterDevicePluginServer(server, &devicePlugin{device: device})
	go func() { fail(server.Serve(listener).Error()) }()

	connection, err := grpc.NewClient("unix://"+api.KubeletSocket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		fail(err.Error())
	}
	defer connection.Close()
	asked, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request := &api.RegisterRequest{Version: api.Version, Endpoint: "edge-task.sock", ResourceName: resource}
	if _, err := api.NewRegistrationClient(connection).Register(asked, request); err != nil {
		fail(err.Error())
	}
	println("registered " + resource)
}

func (p *devicePlugin) GetDevicePluginOptions(context.Context, *api.Empty) (*api.DevicePluginOptions, error) {
	return &api.DevicePluginOptions{}, nil
}

func (p *devicePlugin) ListAndWatch(_ *api.Empty, stream api.DevicePlugin_ListAndWatchServer) error {
	devices := []*api.Device{{ID: "0", Health: api.Healthy}}
	if err := stream.Send(&api.ListAndWatchResponse{Devices: devices}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

func (p *devicePlugin) Allocate(_ context.Context, request *api.AllocateRequest) (*api.AllocateResponse, error) {
	response := &api.AllocateResponse{}
	for range request.ContainerRequests {
		device := &api.DeviceSpec{ContainerPath: p.device, HostPath: p.device, Permissions: "r"}
		response.ContainerResponses = append(response.ContainerResponses,
			&api.ContainerAllocateResponse{Devices: []*api.DeviceSpec{device}})
	}
	return response, nil
}
