package main

import (
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
)

// identity is who Parsec sees: it knows a client by its effective user.
type identity struct {
	uid, gid int
	groups   []int
	// userName and groupName find the name of a number, empty when it has none.
	userName, groupName func(id int) string
}

func currentIdentity() (identity, error) {
	groups, err := os.Getgroups()
	return identity{
		uid:    os.Geteuid(),
		gid:    os.Getegid(),
		groups: groups,
		userName: func(id int) string {
			found, err := user.LookupId(strconv.Itoa(id))
			if err != nil {
				return ""
			}
			return found.Username
		},
		groupName: func(id int) string {
			found, err := user.LookupGroupId(strconv.Itoa(id))
			if err != nil {
				return ""
			}
			return found.Name
		},
	}, err
}

// String is in the form of the command id.
func (i identity) String() string {
	groups := []string{named(i.gid, i.groupName)}
	for at, group := range i.groups {
		if group != i.gid && !slices.Contains(i.groups[:at], group) {
			groups = append(groups, named(group, i.groupName))
		}
	}
	return fmt.Sprintf("uid=%s gid=%s groups=%s", named(i.uid, i.userName), named(i.gid, i.groupName), strings.Join(groups, ","))
}

func named(id int, name func(int) string) string {
	if found := name(id); found != "" {
		return fmt.Sprintf("%d(%s)", id, found)
	}
	return strconv.Itoa(id)
}
